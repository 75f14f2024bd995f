import { Fragment, type ReactNode } from 'react';

/** A topic that breaks between its levels and not inside them; copied, it is the topic and nothing else. */
export function TopicText({ topic }: { readonly topic: string }): ReactNode {
  return topic.split('/').map((level, at) => (
    // Levels may repeat, and the list never changes its order.
    // oxlint-disable-next-line react/no-array-index-key
    <Fragment key={at}>
      {at === 0 ? null : (
        <>
          /<wbr />
        </>
      )}
      {level}
    </Fragment>
  ));
}
