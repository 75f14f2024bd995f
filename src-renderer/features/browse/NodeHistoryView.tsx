import { type ReactNode, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { formatInteger } from '../../ui/number-format.ts';
import { formatTime } from '../../ui/time-format.ts';
import { courseOf } from './history-course.ts';
import { withUnit } from './node-words.ts';

interface NodeHistoryViewProps {
  readonly device: string;
  readonly address: string;
  readonly unit: string;
}

type Answer = Awaited<ReturnType<ReturnType<typeof rpc>['browse']['history']>>;

const HOUR_US = 3_600e6;
const MOST = 2_000;
const SHOWN = 20;

/** What the device itself stored of a node within the last hour, read when somebody asks for it. */
export function NodeHistoryView({ device, address, unit }: NodeHistoryViewProps): ReactNode {
  const [answer, setAnswer] = useState<Answer>();
  const [fault, setFault] = useState('');
  const [isReading, setReading] = useState(false);
  const read = async (): Promise<void> => {
    setReading(true);
    setFault('');
    const toUs = Date.now() * 1_000;
    try {
      setAnswer(await rpc().browse.history({ device, address, fromUs: toUs - HOUR_US, toUs, most: MOST }));
    } catch (error) {
      setFault(toNexusError(error).text);
    }
    setReading(false);
  };
  return (
    <details className="node-part" open>
      <summary>History on the device</summary>
      <button type="button" className="button" disabled={isReading} onClick={() => void read()}>
        {isReading ? 'Reading…' : 'Read the last hour'}
      </button>
      {fault === '' ? null : <p role="alert">{fault}</p>}
      {answer ? <Samples answer={answer} unit={unit} /> : null}
    </details>
  );
}

function Samples({ answer: { samples, isCut }, unit }: { readonly answer: Answer; readonly unit: string }): ReactNode {
  const count = `${formatInteger(samples.length)} values${isCut ? ', and there are more' : ''}`;
  const course = courseOf(samples);
  return (
    <>
      <p role="status">{samples.length === 0 ? 'The device stored no value in the last hour.' : `${count}.`}</p>
      {course === '' ? null : (
        <svg className="node-course" viewBox="0 0 100 24" preserveAspectRatio="none" role="img" aria-label="Course">
          <path d={course} fill="none" stroke="currentColor" vectorEffect="non-scaling-stroke" />
        </svg>
      )}
      {samples.length === 0 ? null : (
        <table className="node-samples">
          <caption className="visually-hidden">The newest values, newest first</caption>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Value</th>
              <th scope="col">Quality</th>
            </tr>
          </thead>
          <tbody>
            {samples
              .slice(-SHOWN)
              .reverse()
              .map(({ timeUs, text, severity, status }, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two values may have one time
                <tr key={`${timeUs} ${i}`}>
                  <td>{formatTime(timeUs / 1_000)}</td>
                  <td className="mono">{withUnit(text, unit)}</td>
                  <td title={status}>{severity === 'good' ? 'Good' : severity === 'bad' ? 'Bad' : 'Uncertain'}</td>
                </tr>
              ))}
          </tbody>
        </table>
      )}
    </>
  );
}
