export interface Addon {
  segments: string;
  dynamic: string;
  libraries: string[];
  imported: string[];
  exported: string[];
  versions: string[];
}
export function inspect(path: string): Addon;
export function weaknesses(addon: Addon): string[];
export function isFortified(addon: Pick<Addon, 'imported'>): boolean;
export function byVersion(a: string, b: string): number;
export function glibcFloor(addon: Pick<Addon, 'versions'>): string | undefined;
