import type { TerraformProvider } from 'cdktf';
import type { Settings } from '../settings';

/** What is the same for all resources of a courier. */
export interface Shared {
  readonly settings: Settings;
  /** For resources that can have tags. */
  readonly common: { readonly tags?: Record<string, string>; readonly provider?: TerraformProvider };
  /** For all others. */
  readonly untagged: { readonly provider?: TerraformProvider };
}

export function shareAmongResources(settings: Settings, provider: TerraformProvider | undefined): Shared {
  const { tags } = settings;
  const untagged = provider === undefined ? {} : { provider };
  return {
    settings,
    untagged,
    get common() {
      // a map for each, since aspects write into it; no tags at all, rather than an empty map, leaves them to aspects and the provider's defaults
      return { ...(Object.keys(tags).length === 0 ? {} : { tags: { ...tags } }), ...untagged };
    },
  };
}
