import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from '../../local/synthesize';

const EXAMPLES = join(__dirname, '../../examples');

it.each(readdirSync(EXAMPLES))('examples/%s synthesizes a courier', async (name) => {
  const { outputDirectory, stackDirectory } = await synthesize(join(EXAMPLES, name, 'main.ts'));
  try {
    const { resource } = JSON.parse(readFileSync(join(stackDirectory, 'cdk.tf.json'), 'utf8'));
    const functions = Object.keys(resource.aws_lambda_function);
    expect(functions.filter((id) => id.startsWith('Sms_Function_'))).toHaveLength(1);
    expect(functions.filter((id) => !/^Sms_(Ingress_)?Function_/.test(id))).toEqual([]);
  } finally {
    rmSync(outputDirectory, { recursive: true });
  }
});
