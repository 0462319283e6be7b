/** `npm run oracle`: lets Go say what each case of the corpus comes to, and writes that into the corpus. */
import { isJudgedByHand, readCorpus, writeCorpusFile } from './corpus';
import { GoEngine } from './go';

async function main(): Promise<void> {
  const go = new GoEngine();
  try {
    let errors = 0;
    let total = 0;
    for (const file of readCorpus()) {
      if (isJudgedByHand(file)) {
        writeCorpusFile(file);
        console.log(`${file.name}: ${file.cases.length} cases, judged by hand`);
        continue;
      }
      const outcomes = await go.render(file.cases);
      writeCorpusFile({
        ...file,
        cases: file.cases.map(({ output: _, output_base64: __, error: ___, ...testCase }, at) => ({
          ...testCase,
          ...outcomes[at],
        })),
      });
      const failing = outcomes.filter(({ error }) => error !== undefined).length;
      console.log(`${file.name}: ${outcomes.length} cases, ${failing} of them errors`);
      errors += failing;
      total += outcomes.length;
    }
    console.log(`\n${total} cases judged by Go, ${errors} of them errors`);
  } finally {
    go.close();
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
