import { type FilterOptions, readFilter } from '../../cli/dead-letters/filter';
import { letterTable, toListed } from '../../cli/dead-letters/list';
import { GIVEN_UP, letter, MESSAGE, SENT } from '../support/letters';

describe('what is shown of it', () => {
  const shown = (...args: Parameters<typeof letter>) => {
    const listed = toListed(letter(...args), SENT);
    return `${letterTable([listed])}${JSON.stringify(listed)}`;
  };

  it.each([
    ['+4917667111638', 'DE…38'],
    ['0176 671116 38', '…38'],
    ['call me at 428193', '…93'],
  ])('is no text, no code and of the number %p no more than %p', (recipient, masked) => {
    const text = shown(GIVEN_UP, { ...MESSAGE, recipient });
    expect(text).toContain(masked);
    for (const secret of ['428193', 'Your code', recipient]) expect(text).not.toContain(secret);
  });

  it('moves no cursor and changes no colour of the terminal', () => {
    const text = shown({ ...GIVEN_UP, reason: 'a\u001b[2Jb\r\nc\u202ed' }, { ...MESSAGE, template_type: 'x\u0007y' });
    const [table] = text.split('{');
    expect(table).toContain('a [2Jb c d');
    expect(table?.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe('a filter', () => {
  const passes = (options: FilterOptions, ...args: Parameters<typeof letter>) =>
    readFilter(options, SENT + 60_000)(letter(...args));

  it.each<[FilterOptions, boolean]>([
    [{}, true],
    [{ class: ['out_of_credit'] }, true],
    [{ class: ['crashed', 'out_of_credit'] }, true],
    [{ class: ['crashed'] }, false],
    [{ template: ['login_code'] }, true],
    [{ template: ['login_code_valid'] }, true],
    [{ template: ['recovery_code'] }, false],
    [{ olderThan: '30s' }, true],
    [{ olderThan: '2m' }, false],
    [{ newerThan: '2m' }, true],
    [{ newerThan: '30s' }, false],
    [{ newerThan: '2026-05-02T11:29:00+02:00' }, true],
    [{ class: ['out_of_credit'], template: ['recovery_code'] }, false],
  ])('%j: %p', (options, expected) => {
    expect(passes(options, GIVEN_UP)).toBe(expected);
  });

  it('knows the classes and what is a time', () => {
    expect(() => readFilter({ class: ['accepted'] }, 0)).toThrow(
      '--class accepted: the classes are invalid_recipient,',
    );
    expect(() => readFilter({ olderThan: '1 day' }, 0)).toThrow('--older-than 1 day: give a duration such as 90s');
  });
});
