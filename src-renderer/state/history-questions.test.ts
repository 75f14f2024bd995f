import { describe, expect, it } from 'vitest';
import { HistoryQuestion } from '../../src-shared/contract/history-question.ts';
import { questionIn, questionPath } from './history-questions.ts';

describe('a question in an address', () => {
  it.each([
    { tags: ['boiler-1/steam_pressure'] },
    {
      tags: ['a/+', 'täg/µ'],
      from: 'now/d',
      interval: '5m',
      aggregates: ['twa', 'state'],
      when: 'a/b >= 8.5',
      limit: 10,
    },
  ])('is all of it: %j', (part) => {
    const question = HistoryQuestion.parse(part);
    const path = questionPath(question);
    expect(path).toMatch(/^historian\/[\w-]+$/);
    expect(questionIn(path.split('/')[1]!)).toEqual(question);
  });

  it('of no tags is the page as it begins', () => {
    expect(questionPath({ ...HistoryQuestion.parse({ tags: ['a'] }), tags: [] })).toBe('historian');
  });

  it.each(['', '!!', 'e30', 'eyJ0YWdzIjpbXX0'])('%j is none', (text) => expect(questionIn(text)).toBeUndefined());
});
