import { PencilLine, SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { catalogueAsked } from '../../state/catalogue-requests.ts';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { whereFromAsked } from '../../state/lineage-requests.ts';
import { paceIn } from '../../state/paces.ts';
import { tagsPath } from '../../state/remote-devices.ts';
import { useMay } from '../../state/roles.ts';
import { selected } from '../../state/selection.ts';
import { processingAsked } from '../../state/tag-requests.ts';
import { type TagRef, useTags } from '../../state/tags.ts';
import { topicAsked } from '../../state/topic-requests.ts';
import { followTagAsked } from '../../state/traffic-requests.ts';
import { writeAsked } from '../../state/writing.ts';
import { boundsText, paceSentence } from '../../ui/pace-text.ts';
import { RefusedText } from '../../ui/RefusedText.tsx';
import { TopicText } from '../../ui/TopicText.tsx';
import { formatInterval } from '../../ui/time-format.ts';
import { LiveAge, LiveQuality, LiveValue } from './LiveCells.tsx';
import './tag-inspector.css';

/** One tag: its live value with quality and age, and where it comes from. */
export function TagInspector({ tag: ref, others }: { readonly tag: TagRef; readonly others: number }): ReactNode {
  const tag = useTags((state) => state.byDevice[ref.device]?.tags.find((one) => one.id === ref.tag));
  const device = useDevices((state) => state.list.find((one) => one.id === ref.device));
  const fault = useDevices((state) => state.health[ref.device]?.tagFaults.find((one) => one.tag === ref.tag)?.text);
  const mayEdit = useMay('configure');
  if (!tag)
    return (
      <p className="quiet">
        “{ref.tag}” is no longer a tag of {ref.device}.
      </p>
    );
  return (
    <>
      <h3 className="inspector-title">{tag.name}</h3>
      {tag.description === '' ? null : <p className="quiet">{tag.description}</p>}
      <p className="tag-now">
        <LiveValue key={tag.uid} tag={tag} unit="shown" />
      </p>
      <p className="tag-quality">
        <LiveQuality tag={tag} form="full" />
        <span className="quiet">
          <LiveAge tag={tag} /> ago
        </span>
      </p>
      {fault === undefined ? null : (
        <p className="tag-fault">
          <RefusedText device={ref.device} tag={ref.tag} text={fault} />
        </p>
      )}
      <p className="tag-from">
        <button type="button" className="link-button" onClick={() => whereFromAsked(ref)}>
          Where from…
        </button>{' '}
        {tag.remote || tag.derived || !mayEdit ? null : (
          <button type="button" className="link-button" onClick={() => followTagAsked(ref)}>
            Follow in traffic
          </button>
        )}
      </p>
      {tag.access === 'read' ? null : (
        <button type="button" className="button" onClick={() => writeAsked(ref)}>
          <PencilLine size={16} strokeWidth={1.5} aria-hidden />
          Write value…
        </button>
      )}
      {tag.remote || tag.derived || !mayEdit ? null : (
        <button
          type="button"
          className="button"
          title="Scale, unit, clamp, states, deadband and quality rules"
          onClick={() => processingAsked(ref)}
        >
          <SlidersHorizontal size={16} strokeWidth={1.5} aria-hidden />
          Processing…
        </button>
      )}
      <TagFacts tag={tag} deviceName={device?.name ?? ref.device} />
      {others === 0 ? null : <p className="quiet">{others} more selected.</p>}
    </>
  );
}

/** Where a tag comes from and where it goes. */
function TagFacts({ tag, deviceName }: { readonly tag: TagView; readonly deviceName: string }): ReactNode {
  return (
    <dl className="tag-facts">
      {tag.remote ? null : tag.derived ? <Derived of={tag.derived} device={tag.device} /> : <Reading tag={tag} />}
      {tag.euLow === null || tag.euHigh === null ? null : (
        <>
          <dt>Range</dt>
          <dd>
            {tag.euLow} to {tag.euHigh} {tag.unit}
          </dd>
        </>
      )}
      {tag.remote || tag.derived ? null : (
        <>
          <dt>Read every</dt>
          <dd>
            <ReadEvery tag={tag} />
          </dd>
        </>
      )}
      <dt>Topic</dt>
      <dd className="mono">
        <button
          type="button"
          className="link-button"
          title="Show it in the namespace"
          onClick={() => topicAsked(tag.topic)}
        >
          <TopicText topic={tag.topic} />
        </button>
      </dd>
      <dt>Device</dt>
      <dd>
        <button type="button" className="link-button" onClick={() => tabOpened(tagsPath(tag.device), 'preview')}>
          {deviceName}
        </button>
      </dd>
      <dt>Catalogue</dt>
      <dd>
        <button
          type="button"
          className="link-button"
          title="Unit, classification, owner, and what is made of it"
          onClick={() => catalogueAsked(`dev:"${tag.device}" name:"${tag.derived?.of ?? tag.id}"`)}
        >
          Show its entry
        </button>
      </dd>
    </dl>
  );
}

function ReadEvery({ tag }: { readonly tag: TagView }): ReactNode {
  const pace = useDevices((state) => paceIn(state.health[tag.device], tag));
  if (!tag.bounds) return formatInterval(tag.pollIntervalMs);
  return pace ? `${formatInterval(pace.nowMs)} now. ${paceSentence(pace)}` : boundsText(tag.bounds);
}

/** What a derived tag is made of. */
function Derived({ of, device }: { readonly of: NonNullable<TagView['derived']>; readonly device: string }): ReactNode {
  return (
    <>
      <dt>Made of</dt>
      <dd>
        <button
          type="button"
          className="link-button"
          onClick={() => selected({ kind: 'tags', tags: [{ device, tag: of.of }] })}
        >
          {of.of}
        </button>
      </dd>
      <dt>Function</dt>
      <dd>
        {of.fn} of each {of.window}, at its end
      </dd>
    </>
  );
}

/** How a device of this project is read for the tag. */
function Reading({ tag }: { readonly tag: TagView }): ReactNode {
  return (
    <>
      <dt>Address</dt>
      <dd className="mono">
        <ul>
          {(tag.notations.length > 0 ? tag.notations : [tag.address]).map((notation) => (
            <li key={notation}>{notation}</li>
          ))}
        </ul>
      </dd>
      <dt>Type</dt>
      <dd>
        {tag.dataType.toUpperCase()}
        {tag.byteOrder === null ? '' : `, ${tag.byteOrder}`}
        {tag.access === 'read' ? ', read-only' : ', read and write'}
      </dd>
    </>
  );
}
