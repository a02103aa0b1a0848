import { strict as assert } from 'node:assert';
import { picturesOfFailures, Workbench } from './workbench.ts';

describe('a folder that is not trusted', () => {
  let workbench: Workbench;

  before(async () => {
    const files = { 'main.ts': `import { writeFileSync } from 'node:fs';\nwriteFileSync('was-run', '');\n` };
    workbench = await Workbench.open({ files, isUntrusted: true });
  });

  after(() => workbench.close());
  picturesOfFailures(() => workbench);

  it('has nothing of it run, and the reason is given', async () => {
    await workbench.openFile('main.ts');
    await workbench.command('Visualize Concurrency');
    const reason = workbench.page.locator('.notification-toast', { hasText: 'Nothing was run' });
    await reason.waitFor();
    await workbench.screenshot('untrusted');
    assert.deepEqual(await workbench.recordedPids(), []);
    assert.equal(await workbench.page.locator('.tab', { hasText: 'Concurrency' }).count(), 0);
    assert.equal(await workbench.explorerRow('was-run').count(), 0);
  });

  it('can be trusted from there', async () => {
    await workbench.page.getByRole('button', { name: 'Manage Workspace Trust' }).click();
    await workbench.page.locator('.workspace-trust-editor').waitFor();
  });
});
