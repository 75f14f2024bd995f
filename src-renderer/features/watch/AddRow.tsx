import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useState } from 'react';
import type { DeviceView } from '../../../src-shared/contract/devices.ts';
import { AD_HOC_MARK, type AdHocAddress, adHocText, parseAdHoc } from '../../../src-shared/domain/ad-hoc-address.ts';
import { useDevices } from '../../state/devices.ts';
import type { TagRef } from '../../state/tags.ts';
import { useTags, wantTags } from '../../state/tags.ts';
import { matchesWords } from '../../ui/filter-words.ts';
import { Message } from '../../ui/Message.tsx';

interface AddRowProps {
  readonly onAdd: (ref: TagRef) => void;
  readonly onAddAddress: (place: AdHocAddress) => void;
  /** At the other end of the line. */
  readonly children: ReactNode;
}

/** One thing that the box offers. */
interface Offer {
  readonly key: string;
  readonly name: string;
  readonly detail: string;
  readonly take: () => void;
}

const SHOWN = 12;

/**
 * The first row: a part of a name, or “=” with a device and an address of it. Arrows, Enter adds a row. Stays, so that
 * several can be added.
 */
export function AddRow({ onAdd, onAddAddress, children }: AddRowProps): ReactNode {
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [isAsked, setAsked] = useState(false);
  const [fault, setFault] = useState<string>();
  const change = (next: string): void => {
    setText(next);
    setAt(0);
    setFault(undefined);
  };
  const tags = useTagOffers(isAsked, text, onAdd);
  const devices = useDevices((state) => state.list);
  const isAddress = text.trimStart().startsWith(AD_HOC_MARK);
  const addressOffers = (): readonly Offer[] =>
    deviceOffers(devices, text, change) ?? placeOffers(devices, text, onAddAddress);
  const found = isAddress ? addressOffers() : tags;
  const focus = Math.min(at, found.length - 1);
  const choose = (offer: Offer): void => {
    change('');
    offer.take();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, focus + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, focus - 1));
    else if (event.key === 'Escape' && text !== '') change('');
    else if (event.key === 'Enter' && !event.ctrlKey && found[focus]) choose(found[focus]);
    else if (event.key === 'Enter' && !event.ctrlKey && isAddress) setFault(faultOf(text));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="watch-add">
      <input
        className="field"
        type="text"
        role="combobox"
        aria-label="Tag or address to add"
        aria-expanded={found.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={found.length > 0 ? `${id}-${focus}` : undefined}
        placeholder="Tag name, or =device address type order"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onFocus={() => setAsked(true)}
        onBlur={() => change('')}
        onChange={(event) => change(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div
        id={`${id}-list`}
        className="watch-add-list"
        role="listbox"
        aria-label={isAddress ? 'Devices and addresses' : 'Tags'}
        hidden={found.length === 0}
      >
        {found.map((offer, index) => (
          <div
            key={offer.key}
            id={`${id}-${index}`}
            role="option"
            className="watch-add-option"
            aria-selected={index === focus}
            // The box keeps the focus; losing it would empty the list before the click.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(offer)}
          >
            <span className="text">{offer.name}</span>
            <span className="quiet">{offer.detail}</span>
          </div>
        ))}
      </div>
      {fault === undefined ? null : <Message code="watch.address" text={fault} isAlert />}
      {text.trim() !== '' && found.length === 0 && !isAddress ? (
        <span className="quiet" role="status">
          No tag matches “{text.trim()}”.
        </span>
      ) : null}
      {children}
    </div>
  );
}

/** Tags of all devices that have these words. @param isWanted reads the lists that are not here yet. */
function useTagOffers(isWanted: boolean, text: string, onAdd: (ref: TagRef) => void): readonly Offer[] {
  const devices = useDevices((state) => state.list);
  const byDevice = useTags((state) => state.byDevice);
  useEffect(() => {
    if (isWanted) for (const device of devices) wantTags(device.id);
  }, [isWanted, devices]);
  const tags = useMemo(() => devices.flatMap((device) => byDevice[device.id]?.tags ?? []), [devices, byDevice]);
  const words = text.trim();
  return useMemo(
    () =>
      words === ''
        ? []
        : tags
            .filter((tag) => matchesWords(`${tag.device} ${tag.name} ${tag.id}`, words))
            .slice(0, SHOWN)
            .map((tag) => ({
              key: tag.uid,
              name: tag.name,
              detail: `${tag.device} ${tag.unit}`,
              take: () => onAdd({ device: tag.device, tag: tag.id }),
            })),
    [tags, words, onAdd],
  );
}

/** Devices for what is typed behind “=”; undefined once a device stands there. */
function deviceOffers(
  devices: readonly DeviceView[],
  text: string,
  onText: (text: string) => void,
): readonly Offer[] | undefined {
  const typed = text.trimStart().slice(1).trimStart();
  if (devices.some(({ id }) => typed.startsWith(`${id} `))) return undefined;
  return devices
    .filter(({ id, name }) => matchesWords(`${id} ${name}`, typed))
    .slice(0, SHOWN)
    .map(({ id, name, protocolTitle }) => ({
      key: id,
      name: `${AD_HOC_MARK}${id}`,
      detail: `${name}, ${protocolTitle}`,
      take: () => onText(`${AD_HOC_MARK}${id} `),
    }));
}

/** The address as it would be read. */
function placeOffers(
  devices: readonly DeviceView[],
  text: string,
  onAdd: (place: AdHocAddress) => void,
): readonly Offer[] {
  const parsed = parseAdHoc(text);
  if ('fault' in parsed) return [];
  const { address: place } = parsed;
  const device = devices.find(({ id }) => id === place.device);
  const detail = device ? `Read once a second, no tag is made` : '';
  return [{ key: adHocText(place), name: adHocText(place), detail, take: () => onAdd(place) }];
}

function faultOf(text: string): string | undefined {
  const parsed = parseAdHoc(text);
  return 'fault' in parsed ? parsed.fault : undefined;
}
