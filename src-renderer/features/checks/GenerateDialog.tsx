import { type FormEvent, type ReactNode, useEffect, useId, useState } from 'react';
import { type CheckLoop, CheckSheet, FIVE_POINTS } from '../../../src-shared/domain/check-sheet.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { checkPath, generateAsked, generateClosed, readChecks, useChecks } from '../../state/checks.ts';
import { type Command, commandsAdded } from '../../state/commands.ts';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { may } from '../../state/roles.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Message } from '../../ui/Message.tsx';
import { TEMPLATE_MARKS } from './loop-words.ts';
import { freeSheetId } from './sheet-id.ts';
import './generate.css';

const COMMANDS: readonly Command[] = [
  {
    id: 'checks.generate',
    title: 'Loop check: Generate from tags…',
    whyNot: () => (may('operate') ? undefined : 'Ask an Operator to make a sheet.'),
    run: generateAsked,
  },
];

/** Makes a sheet of loop checks from tags, wherever somebody asks for it. */
export function GenerateDialog(): ReactNode {
  const isOpen = useChecks((state) => state.isGenerating);
  useEffect(() => commandsAdded(COMMANDS), []);
  return isOpen ? <Form /> : null;
}

const POINTS = { five: [...FIVE_POINTS], three: [0, 50, 100] };
type Fault = { readonly code: string; readonly text: string };

function Form(): ReactNode {
  const id = useId();
  const devices = useDevices((state) => state.list);
  const list = useChecks((state) => state.list);
  const [name, setName] = useState(`Loop checks ${list.length + 1}`);
  const [device, setDevice] = useState('');
  const [area, setArea] = useState('');
  const [find, setFind] = useState('');
  const [points, setPoints] = useState<keyof typeof POINTS>('five');
  const [tolerance, setTolerance] = useState('0.5');
  const [wireBreak, setWireBreak] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const proposal = useProposal({ device, area, find, wireBreak });
  const save = async (): Promise<void> => {
    const written = {
      id: freeSheetId(
        name,
        list.map((entry) => entry.id),
      ),
      name: name.trim(),
      tolerance: Number(tolerance.replace(',', '.')),
      points: POINTS[points],
      loops: proposal.loops,
    };
    const sheet = CheckSheet.safeParse(written);
    if (!sheet.success) return setFault({ code: 'check.sheet', text: sheet.error.issues[0]!.message });
    try {
      await rpc().checks.save({ ...sheet.data, base: null });
      await readChecks();
      generateClosed();
      tabOpened(checkPath(sheet.data.id), 'kept');
    } catch (error) {
      const { code, text } = toNexusError(error);
      setFault({ code, text });
    }
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (proposal.loops.length > 0) void save();
  };
  return (
    <Dialog title="Generate loop checks from tags" onClose={generateClosed}>
      <form className="check-generate" onSubmit={onSubmit} noValidate>
        <label htmlFor={`${id}-name`}>Name</label>
        <input
          id={`${id}-name`}
          className="field"
          data-autofocus
          maxLength={128}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <label htmlFor={`${id}-device`}>Device</label>
        <select
          id={`${id}-device`}
          className="field"
          value={device}
          onChange={(event) => setDevice(event.target.value)}
        >
          <option value="">All devices</option>
          {devices.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
        <label htmlFor={`${id}-area`}>Area</label>
        <input
          id={`${id}-area`}
          className="field"
          placeholder="Topic at and above the tags, for example acme/plant1/utilities"
          value={area}
          onChange={(event) => setArea(event.target.value)}
        />
        <label htmlFor={`${id}-find`}>Tags with</label>
        <input
          id={`${id}-find`}
          className="field"
          placeholder="Words of device, tag or topic; all unless given"
          value={find}
          onChange={(event) => setFind(event.target.value)}
        />
        <label htmlFor={`${id}-points`}>Points</label>
        <select
          id={`${id}-points`}
          className="field"
          value={points}
          onChange={(event) => setPoints(event.target.value === 'three' ? 'three' : 'five')}
        >
          <option value="five">0, 25, 50, 75, 100 %</option>
          <option value="three">0, 50, 100 %</option>
        </select>
        <label htmlFor={`${id}-tolerance`}>Tolerance, % of span</label>
        <input
          id={`${id}-tolerance`}
          className="field"
          inputMode="decimal"
          value={tolerance}
          onChange={(event) => setTolerance(event.target.value)}
        />
        <span />
        <label className="check-generate-box">
          <input type="checkbox" checked={wireBreak} onChange={(event) => setWireBreak(event.target.checked)} />
          Analogue inputs show a wire break
        </label>
        <p className="check-generate-count quiet" role="status">
          {proposal.text}
        </p>
        {fault || proposal.fault ? <Message {...(fault ?? proposal.fault)!} isAlert /> : null}
        <div className="check-generate-actions">
          <button type="button" className="button" onClick={generateClosed}>
            Cancel
          </button>
          <button type="submit" className="button primary" disabled={proposal.loops.length === 0}>
            Generate
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface Asked {
  readonly device: string;
  readonly area: string;
  readonly find: string;
  readonly wireBreak: boolean;
}

interface Proposal {
  readonly loops: readonly CheckLoop[];
  readonly text: string;
  readonly fault?: Fault;
}

const COUNTING: Proposal = { loops: [], text: 'Counting …' };
const ASK_AFTER_MS = 150;

/** The loops that would be made; asked for anew with every choice. */
function useProposal(asked: Asked): Proposal {
  const key = JSON.stringify(asked);
  const [known, setKnown] = useState<{ readonly key: string; readonly proposal: Proposal }>();
  useEffect(() => {
    const abort = new AbortController();
    const { device, area, find, wireBreak } = JSON.parse(key) as Asked;
    const ask = async (): Promise<Proposal> => {
      const input = { wireBreak, find, area, ...(device !== '' && { devices: [device] }) };
      const { loops, leftOut } = await rpc().checks.propose(input, { signal: abort.signal });
      return { loops, text: proposalText(loops, leftOut) };
    };
    const timer = setTimeout(() => {
      ask()
        .catch((error: unknown): Proposal => {
          const { code, text } = toNexusError(error);
          return { loops: [], text: '', fault: { code, text } };
        })
        .then((proposal) => abort.signal.aborted || setKnown({ key, proposal }))
        .catch(() => undefined);
    }, ASK_AFTER_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key]);
  return known?.key === key ? known.proposal : COUNTING;
}

function proposalText(loops: readonly CheckLoop[], leftOut: number): string {
  if (loops.length === 0) return 'No tag is like this. Change device, area or words.';
  const parts = Object.entries(TEMPLATE_MARKS).flatMap(([template, title]) => {
    const count = loops.filter((loop) => loop.template === template).length;
    return count === 0 ? [] : [`${count} ${title}`];
  });
  const more =
    leftOut === 0 ? '' : ` ${leftOut} more do not fit: a sheet has ${loops.length} at most. Split it by area.`;
  return `${loops.length} ${loops.length === 1 ? 'loop' : 'loops'}: ${parts.join(', ')}.${more}`;
}
