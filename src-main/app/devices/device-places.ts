import type { MemoryReadView } from '../../../src-shared/contract/memory.ts';
import type {
  DecodedPlace,
  FoundPlace,
  PlaceFields,
  PlaceReading,
  PlaceTypeView,
  PlaceView,
} from '../../../src-shared/contract/places.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { DriverManifest } from '../../drivers/driver.ts';
import type { PlaceFields as DriverFields, DriverPlaces, Place } from '../../drivers/places.ts';
import type { EngineParts } from '../engine-parts.ts';
import { driverTagOfForm } from './address-views.ts';
import { readMemory } from './device-memory.ts';
import { joinRuns } from './join-runs.ts';

type Form = Readonly<Record<string, unknown>>;
type Lengths = Readonly<Record<string, number>>;
type Reason = NonNullable<FoundPlace['fault']>;

/** Types of which bytes are shown: text of any length would be found in all of them. */
const LONGEST_TEXT = 254;

/** The places of one device: its protocol's types and addresses, and what stands there. */
export class DevicePlaces {
  readonly #parts: Pick<EngineParts, 'plant' | 'probes'>;
  readonly #id: string;
  readonly #manifest: DriverManifest;
  readonly #connection: unknown;
  readonly #places: DriverPlaces;

  /** @throws NexusError NX_NOT_FOUND, NX_REQUEST_INVALID where the protocol has no places. */
  constructor(parts: Pick<EngineParts, 'plant' | 'probes'>, id: string) {
    const { manifest, connection } = parts.plant.directory.device(id).device;
    const places = manifest.memory?.places;
    if (!places)
      throw new NexusError('NX_REQUEST_INVALID', `${manifest.title} has no types of its own. Use its memory instead.`);
    this.#parts = parts;
    this.#id = id;
    this.#manifest = manifest;
    this.#connection = connection;
    this.#places = places;
  }

  types(): PlaceTypeView[] {
    return this.#places.types.map((type) => ({ ...type, areas: type.areas ? [...type.areas] : null }));
  }

  describe(forms: readonly Form[], lengths: Lengths): FoundPlace[] {
    return forms.map((form) => {
      const found = driverTagOfForm(form, this.#manifest, this.#connection);
      if ('fault' in found) return { place: null, fault: this.#faultOf(form, found.fault) };
      return { place: this.#view(this.#places.placeOf(found.tag), lengths), fault: null };
    });
  }

  build(fields: readonly PlaceFields[], lengths: Lengths): FoundPlace[] {
    return fields.map((one) => {
      try {
        const address = this.#places.addressOf(driverFields(one));
        return { place: this.#view(this.#places.placeOf({ address }), lengths), fault: null };
      } catch (error) {
        return { place: null, fault: reasonOf(error) };
      }
    });
  }

  decode(area: string, start: number, hex: string): DecodedPlace[] {
    const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
    return this.#places.types.flatMap(({ word, isBit, hasLength, areas, bytes: own }) => {
      const isHere = areas ? areas.includes(area) : !this.#isOwnTyped(area);
      if (!isHere) return [];
      const lengths = hasLength ? [textLength(word, own, bytes)] : [null];
      const bits = isBit ? [0, 1, 2, 3, 4, 5, 6, 7] : [null];
      return lengths.flatMap((length) =>
        bits.flatMap((bit) => this.#decoded({ area, start, bit, type: word, length }, bytes)),
      );
    });
  }

  /** What stands at the places of tags now. @throws NexusError as `readMemory`. */
  async read(forms: readonly Form[], signal?: AbortSignal): Promise<PlaceReading[]> {
    const found = this.describe(forms, {});
    const runs = joinRuns(found.flatMap(({ place }) => (place ? [place] : [])));
    const looks: (MemoryReadView & { readonly area: string })[] = [];
    for (const run of runs)
      looks.push({ area: run.area, ...(await readMemory(this.#parts, { device: this.#id, ...run }, signal)) });
    return found.map((one, index): PlaceReading => {
      const nothing = { ...one, text: null, hex: '', doubt: null, reason: null, isPending: false };
      const { place } = one;
      const look = place && looks.find((each) => each.area === place.area && isWithin(place, each));
      if (!place || !look) return nothing;
      const unread = look.unread.find(
        (run) => run.start < place.start + place.count && run.start + run.count > place.start,
      );
      if (unread) return { ...nothing, reason: { ...unread.reason }, isPending: unread.kind === 'pending' };
      const all = Buffer.from(look.bytes, 'base64');
      const cellBytes = all.length / look.count;
      const at = (place.start - look.start) * cellBytes;
      const bytes = Uint8Array.from(all.subarray(at, at + place.count * cellBytes));
      const form = driverTagOfForm(forms[index]!, this.#manifest, this.#connection);
      const own = 'tag' in form ? this.#places.placeOf(form.tag) : undefined;
      const { text, doubt } = own ? this.#places.read(own, bytes) : { text: null };
      return { ...nothing, text, hex: Buffer.from(bytes).toString('hex'), doubt: doubt ?? null };
    });
  }

  #isOwnTyped(area: string): boolean {
    return this.#places.types.some(({ areas }) => areas?.includes(area));
  }

  #decoded(fields: PlaceFields, bytes: Uint8Array): DecodedPlace[] {
    try {
      const place = this.#places.placeOf({ address: this.#places.addressOf(driverFields(fields)) });
      const { bytes: own = 0 } = this.#places.types.find(({ word }) => word === fields.type) ?? {};
      const needed = fields.length === null ? own : place.count;
      if (needed === 0 || needed > bytes.length) return [];
      const { text, doubt } = this.#places.read(place, bytes.subarray(0, needed));
      return [{ type: fields.type, address: place.canonical, text, doubt: doubt ?? null, count: place.count }];
    } catch {
      // Behind the last address that the area has: there is nothing to read this way.
      return [];
    }
  }

  #view(place: Place, lengths: Lengths): PlaceView {
    const { area, start, bit, type, length, count, canonical, notations, dataType } = place;
    const remarks = this.#places.remarks(place, lengths[area]).map((remark) => ({ ...remark }));
    return {
      area,
      start,
      bit: bit ?? null,
      type,
      length: length ?? null,
      count,
      canonical,
      notations: [...notations],
      dataType,
      remarks,
    };
  }

  /** The fault with the id that the catalogue has for it, where the protocol names one. */
  #faultOf({ address }: Form, { code, text }: Reason): Reason {
    try {
      this.#places.placeOf({ address: typeof address === 'string' ? address : '' });
    } catch (error) {
      const own = reasonOf(error);
      if (own.text === text) return own;
    }
    return { code, text };
  }
}

const driverFields = ({ area, start, bit, type, length }: PlaceFields): DriverFields => ({
  ...{ area, start, type },
  ...(bit !== null && { bit }),
  ...(length !== null && { length }),
});

function reasonOf(error: unknown): Reason {
  if (!(error instanceof NexusError)) throw error;
  const id = error.context['message'];
  return { code: typeof id === 'string' ? id : error.code, text: error.text };
}

const isWithin = (place: Place | PlaceView, run: { readonly start: number; readonly count: number }): boolean =>
  place.start >= run.start && place.start + place.count <= run.start + run.count;

/** As many characters as the bytes have room for. @param own bytes around the characters */
function textLength(word: string, own: number, bytes: Uint8Array): number {
  const room = bytes.length - own;
  return Math.max(1, Math.min(LONGEST_TEXT, word.startsWith('W') ? room >> 1 : room));
}
