import { TemplateError } from '../../../lambda/template/error';
import { fromJson } from '../../../lambda/template/from-json';
import { Template } from '../../../lambda/template/template';

function render(source: string, data: unknown = {}): string {
  return Template.parse(source).render(fromJson(data));
}

function failure(run: () => unknown): TemplateError {
  try {
    run();
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('a template that asks for too much', () => {
  it('may print 64 KiB and no byte more', () => {
    const source = '{{range $.n}}x{{end}}';
    expect(render('{{range 65536}}x{{end}}')).toHaveLength(65_536);
    expect(failure(() => render('{{range 65537}}x{{end}}')).message).toContain('output is longer than 65536 bytes');
    // three bytes each
    expect(failure(() => render('{{range 21846}}€{{end}}')).message).toContain('output is longer than 65536 bytes');
    expect(failure(() => render(source, { n: 1 })).message).toContain("range can't iterate over 1");
  });

  it('is stopped after a second in a loop that prints nothing', () => {
    const started = performance.now();
    const error = failure(() => render('{{range 1000000}}{{range 1000000}}{{end}}{{end}}'));
    expect(error.message).toContain('rendering takes longer than 1000 ms');
    expect(performance.now() - started).toBeGreaterThan(900);
  });

  it('is stopped after a second in one that calls functions', () => {
    const source = '{{range 1000000}}{{range 1000000}}{{$x := printf "%s%d" "a" 1}}{{end}}{{end}}';
    expect(failure(() => render(source)).message).toMatch(/takes longer than 1000 ms|makes more than/);
  });

  it('cannot call itself without end', () => {
    const error = failure(() => render('{{define "a"}}{{template "a" .}}{{end}}{{template "a" .}}'));
    expect(error.message).toBe(
      'template: template:1:25: executing "a" at <{{template "a" .}}>: exceeded maximum template depth (500)',
    );
  });

  it('cannot double a text until memory is out', () => {
    const source = `{{$x := "xxxxxxxxxxxxxxxx"}}{{range 100}}{{$x = print $x $x}}{{end}}`;
    expect(failure(() => render(source)).message).toMatch(/makes (a text of|more than)/);
  });

  it('cannot make many texts that are each within bounds', () => {
    const source = `{{$x := printf "%01000000d" 1}}{{range 100}}{{$y := print $x "a"}}{{end}}`;
    expect(failure(() => render(source)).message).toContain('makes more than');
  });

  it.each([
    ['parentheses', `{{${'('.repeat(5000)}1${')'.repeat(5000)}}}`],
    ['blocks', `${'{{if true}}'.repeat(5000)}${'{{end}}'.repeat(5000)}`],
    ['else if', `{{if false}}${'{{else if false}}'.repeat(5000)}{{end}}`],
  ])('is refused when its %s are nested too deep to be read', (_, source) => {
    const error = failure(() => Template.parse(source));
    expect(error.kind).toBe('parse');
    expect(error.message).toMatch(/nested more than 500 deep/);
  });

  it('renders again after one that failed', () => {
    const template = Template.parse('{{range .l}}{{if eq . "x"}}{{break}}{{end}}{{.}}{{else}}{{len .n}}{{end}}');
    expect(failure(() => template.render(fromJson({ n: null }))).message).toContain('len of nil pointer');
    expect(template.render(fromJson({ l: ['a', 'x', 'b'] }))).toBe('a');
    expect(template.render(fromJson({ l: ['a', 'b'] }))).toBe('ab');
  });
});

describe('the data of a message', () => {
  it('is found under any name, also one that objects of JavaScript have', () => {
    const data = JSON.parse('{"__proto__":"p","constructor":"c","toString":"t","hasOwnProperty":{"a":1}}');
    expect(render('{{.__proto__}} {{.constructor}} {{.toString}} {{.hasOwnProperty.a}} {{.valueOf}}', data)).toBe(
      'p c t 1 <no value>',
    );
  });

  it('is not what functions, variables or templates are looked up in', () => {
    expect(failure(() => Template.parse('{{constructor}}')).message).toContain('function "constructor" not defined');
    expect(failure(() => Template.parse('{{$toString}}')).message).toContain('undefined variable "$toString"');
    expect(failure(() => render('{{template "__proto__"}}')).message).toContain('template "__proto__" not defined');
  });

  it.each([
    ['an error of a function', '{{index .code 99}}'],
    ['a range', '{{range .code}}{{end}}'],
    ['a comparison', '{{eq .map .map}}'],
  ])('is in no summary of a failure: %s', (_, source) => {
    const error = failure(() => render(source, { code: '428193', map: { a: '428193' } }));
    expect(error.summary).not.toContain('428193');
    expect(error.summary).toContain('template: template:1:');
  });
});

describe('an error', () => {
  it('tells line and column of what failed', () => {
    const error = failure(() => render('a\nü {{ .ok }}\n  {{ len .x }}', { x: 1 }));
    expect([error.kind, error.line, error.column]).toEqual(['exec', 3, 5]);
    expect(error.message).toBe(
      'template: template:3:5: executing "template" at <len .x>: error calling len: len of type float64',
    );
  });

  it('counts columns in bytes, as Go does', () => {
    expect(failure(() => render('ü€😀{{ nil }}')).column).toBe(12);
  });

  it('of reading tells the line', () => {
    const error = failure(() => Template.parse('a\n\n{{ if }}'));
    expect([error.kind, error.line, error.column]).toEqual(['parse', 3, undefined]);
    expect(error.message).toBe('template: template:3: missing value for if');
  });

  it('has the name that the template was given', () => {
    expect(failure(() => Template.parse('{{', { name: 'login_code_valid/de' })).message).toBe(
      'template: login_code_valid/de:1: unclosed action',
    );
  });
});
