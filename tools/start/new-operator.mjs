import { randomBytes } from 'node:crypto';
import { LaunchError } from './command.mjs';
import { bold, say } from './screen.mjs';
import { getSecrets } from './secrets.mjs';

/**
 * Makes one more operator on a Gatehouse that runs, for a person who has lost the password that the first start printed.
 * @param {import('./settings.mjs').LauncherSettings} settings
 * @returns {Promise<number>} exit code
 */
export async function createNewOperator(settings) {
  const { connect } = await import('./deployment.mjs');
  const username = `operator-${randomBytes(3).toString('hex')}`;
  const api = connect(settings, await getSecrets(settings.dataDir));
  try {
    /** @type {{ password: string }} */
    const { password } = await api.post('/api/users', {
      username,
      displayName: 'Operator',
      operatorRole: 'admin',
    });
    say(`Operator ${bold(username)}, password ${bold(password)} (shown only now: keep it)`);
    return 0;
  } catch (error) {
    if (error instanceof TypeError)
      throw new LaunchError('Gatehouse does not answer: run npm start first, and this in a second terminal.');
    throw error;
  }
}
