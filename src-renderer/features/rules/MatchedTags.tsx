import { type ReactNode, useEffect, useState } from 'react';
import type { MatchedTag } from '../../../src-shared/contract/rules.ts';
import { rpc } from '../../rpc/connect.ts';
import { tagAsked } from '../../state/tag-requests.ts';
import { formatInteger } from '../../ui/number-format.ts';
import { TopicText } from '../../ui/TopicText.tsx';

/** After the last key. */
const QUIET_MS = 250;

export interface Matched {
  readonly total: number;
  readonly tags: readonly MatchedTag[];
}

/** The number tags that a topic matches, a moment after it was typed; undefined before that is known. @param rule see `rules.tags`. */
export function useMatchedTags(topic: string, rule?: number): Matched | undefined {
  const [matched, setMatched] = useState<Matched>();
  useEffect(() => {
    let isWanted = true;
    const look = async (): Promise<void> => {
      const found = await rpc()
        .rules.tags({ topic, rule })
        .catch(() => undefined);
      if (isWanted) setMatched(found);
    };
    const timer = setTimeout(() => void look(), QUIET_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [topic, rule]);
  return matched;
}

/** `Matches 14 number tags.` */
export function matchedWords(total: number): string {
  if (total === 0) return 'Matches no number tag of this project.';
  return total === 1 ? 'Matches 1 number tag.' : `Matches ${formatInteger(total)} number tags.`;
}

interface MatchedTagsProps {
  readonly matched: Matched;
  /** Called as one of them is gone to. */
  readonly onGo: () => void;
}

/** Tags by name, with how often the rule hit each, and the way to them. */
export function MatchedTags({ matched: { total, tags }, onGo }: MatchedTagsProps): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <div className="rule-tags" tabIndex={0} role="region" aria-label="Tags of the rule">
      <table>
        <thead>
          <tr>
            <th scope="col">Tag</th>
            <th scope="col">Topic</th>
            <th scope="col" className="rule-number">
              Hits
            </th>
          </tr>
        </thead>
        <tbody>
          {tags.map(({ device, tag, name, topic, hits }) => (
            <tr key={`${device}/${tag}`}>
              <td>
                <button
                  type="button"
                  className="link-button"
                  onClick={() => {
                    onGo();
                    tagAsked({ device, tag });
                  }}
                >
                  {name}
                </button>
              </td>
              <td className="mono quiet">
                <TopicText topic={topic} />
              </td>
              <td className="rule-number">{formatInteger(hits)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > tags.length ? <p className="quiet">{formatInteger(total - tags.length)} more.</p> : null}
    </div>
  );
}
