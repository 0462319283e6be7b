import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror */
export interface ProviderMirror {
  /** The folder that holds `registry.terraform.io`. */
  readonly path: string;
  readonly version: string;
}

const HOST = 'registry.terraform.io';
const MAX_DEPTH = 4;
const MAX_DIRECTORIES = 20_000;

/** Finds the AWS provider, in the version that the bindings ask for, among the folders where mirrors usually are. */
export function findProviderMirror(): ProviderMirror {
  const version = boundVersion();
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const roots = likelyRoots();
  for (const path of candidates(roots)) {
    const provider = join(path, HOST, 'hashicorp/aws');
    const unpacked = join(provider, version, platform);
    const packed = join(provider, `terraform-provider-aws_${version}_${platform}.zip`);
    if (existsSync(unpacked) || existsSync(packed)) return { path, version };
  }
  throw new Error(
    `the AWS provider ${version} for ${platform} is in none of ${roots.join(', ')}: get it with \`terraform providers mirror ${join('~', '.terraform.d', 'plugins')}\`, or set SMS_COURIER_PROVIDER_MIRROR to the folder that holds ${HOST}`,
  );
}

/** A CLI configuration by which Terraform takes providers from the mirror, and asks no registry. */
export function cliConfiguration(mirror: ProviderMirror): string {
  return `disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror.path)}
    include = ["${HOST}/*/*"]
  }
}
`;
}

function boundVersion(): string {
  const manifest: { cdktf: { provider: { version: string } } } = JSON.parse(
    readFileSync(require.resolve('@cdktf/provider-aws/package.json'), 'utf8'),
  );
  return manifest.cdktf.provider.version;
}

/** Terraform's own places first: https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
function likelyRoots(): string[] {
  const { SMS_COURIER_PROVIDER_MIRROR, TF_PLUGIN_CACHE_DIR, TF_CLI_CONFIG_FILE } = process.env;
  return [
    SMS_COURIER_PROVIDER_MIRROR,
    TF_PLUGIN_CACHE_DIR,
    join(homedir(), '.terraform.d'),
    join(homedir(), '.local/share/terraform'),
    TF_CLI_CONFIG_FILE === undefined ? undefined : dirname(TF_CLI_CONFIG_FILE),
    '/usr/local/share',
    '/usr/share/terraform',
    '/usr/local',
    '/opt',
    '/srv',
    '/var/lib',
  ].filter((root): root is string => root !== undefined && existsSync(root));
}

/** Breadth first, so that the least deep is found first. */
function* candidates(roots: readonly string[]): Generator<string> {
  let visited = 0;
  for (const root of roots) {
    let level = [root];
    for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth++) {
      const below: string[] = [];
      for (const directory of level) {
        if (++visited > MAX_DIRECTORIES) return;
        const names = subdirectories(directory);
        if (names.includes(HOST)) yield directory;
        below.push(...names.filter((name) => name !== 'node_modules').map((name) => join(directory, name)));
      }
      level = below;
    }
  }
}

function subdirectories(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    // not ours to read
    return [];
  }
}
