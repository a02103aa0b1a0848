import { type Owner, ownerOf } from '../../src/analysis/owner.ts';
import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { SiteId } from '../../src/shared/timeline.ts';
import type { CallGroup } from './callGroup.ts';

/** Whose code the sites of a recording are: each is judged once. */
export class Owners {
  private readonly tables: TimelineTables;
  private readonly bySite = new Map<SiteId, Owner>();
  private cwd = '';

  constructor(tables: TimelineTables) {
    this.tables = tables;
  }

  of(site: SiteId): Owner {
    const { cwd } = this.tables.facts;
    if (cwd !== this.cwd) this.bySite.clear();
    this.cwd = cwd;
    const known = this.bySite.get(site);
    if (known) return known;
    const owner = ownerOf(this.tables.sites[site]?.file ?? null, cwd);
    this.bySite.set(site, owner);
    return owner;
  }

  /** Of operations it counts where they were begun. */
  isUsers({ identity }: CallGroup): boolean {
    return this.of(identity.site).kind === 'user';
  }
}
