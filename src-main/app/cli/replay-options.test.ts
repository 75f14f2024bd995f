import { describe, expect, it } from 'vitest';
import { parseCommandLine } from './command-line.ts';

const line = (text: string) => parseCommandLine(text.split(' '));

describe('the command line of a replay', () => {
  it('names a revision or a folder, and a project or a service', () => {
    expect(line('replay --from now-7d --against 12 --port 8080')).toEqual({
      ...{ kind: 'replay', where: { port: 8080 }, from: 'now-7d', to: 'now', zone: 'UTC', form: 'text' },
      ...{ revision: undefined, against: 12 },
    });
    expect(line('replay --from now-1d --to now-1h --against ../new --revision 3 --json --project here')).toMatchObject({
      ...{ where: { project: 'here' }, to: 'now-1h', form: 'json', revision: 3, against: '../new' },
    });
    // What is no number of a revision is a folder.
    expect(line('replay --from now-1d --against ./12')).toMatchObject({ against: './12', where: { project: '.' } });
  });

  it.each([
    ['replay --against 12', '--from TIME is missing. Try now-7d.'],
    ['replay --from now-7d', '--against REVISION|FOLDER is missing.'],
    ['replay --from now-7d --against 12 --revision two', '--revision two is not the number of a revision.'],
    ['replay --from now-7d --against 12 --project a --port 80', '--project and --port name two places.'],
    ['replay --from now-7d --against 12 --tags a', 'replay does not take --tags.'],
  ])('says of “%s” what is not right', (text, says) => {
    expect(() => line(text)).toThrow(says);
  });
});
