import { drivers } from '../drivers/registry.ts';
import { systemClock } from '../kernel/clock.ts';
import { mergeDevice } from '../project/revisions/edit-device.ts';
import { ProjectEditor } from '../project/revisions/project-editor.ts';

/** A program of the crash test: changes two devices together, over and over, until it is killed. */
const editor = await ProjectEditor.open(process.argv[2]!, drivers, systemClock);
process.stdout.write(`opened ${editor.current.revision.number}\n`);
for (let n = editor.current.revision.number; ; n++) {
  const patch = { description: `state ${n}` };
  const { revision } = await editor.change(
    (text) => new Map([...mergeDevice(text, 'a', patch), ...mergeDevice(text, 'b', patch)]),
    { author: 'crash test', comment: patch.description },
  );
  process.stdout.write(`applied ${revision.number}\n`);
}
