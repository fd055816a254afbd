// `npm run bench -- --profile`: where a step's time goes, dispatch by dispatch, the slowest first.
import { tableText } from '../../cli/summary/table.js';
import { askOnce } from '../environments/environment.js';
import { findEnvironment } from '../environments/find.js';
import { benchNetworks } from '../networks/networks.js';
import type { Options } from '../options.js';
import type { ProfileAnswer, ProfileRequest } from '../worker/profile.js';
import { bundleWork, workIn } from './bundle.js';
import { waitUntilQuiet } from './idle.js';

export async function profile(root: URL, options: Options): Promise<void> {
  const code = workIn('../worker/profile.js');
  for (const key of options.where) {
    if (key === 'node' || key.startsWith('wasm-')) continue;
    try {
      const environment = await findEnvironment(key);
      const bundle = await bundleWork(root, { name: 'profile', code, target: environment.target });
      for (const { graph, batch } of benchNetworks().filter((network) => options.networks.includes(network.key))) {
        const busy = await waitUntilQuiet(options.patience);
        const request: ProfileRequest = { graph, batch };
        const answer = await askOnce<ProfileAnswer>(environment, bundle, request, options.limit);
        console.log(`\n${graph.name}, batch ${batch}, ${environment.title} (${Math.round(100 * busy)} % busy before)`);
        console.log(profileText(answer));
      }
    } catch (error) {
      console.log(`\n${key}: not profiled: ${(error as Error).message.split('\n')[0]}`);
    }
  }
}

function profileText({ clock, dispatches, stepSeconds }: ProfileAnswer): string {
  const sum = dispatches.reduce((total, { seconds }) => total + seconds, 0);
  const rows = [...dispatches]
    .sort((a, b) => b.seconds - a.seconds)
    .map(({ label, seconds, operations, workgroups, compileSeconds }) => [
      label,
      (seconds * 1e3).toFixed(3),
      `${((100 * seconds) / sum).toFixed(1)} %`,
      operations > 0 ? (operations / seconds / 1e9).toFixed(2) : '',
      `${workgroups}`,
      compileSeconds === undefined ? '' : (1e3 * compileSeconds).toFixed(0),
    ]);
  const heads = ['dispatch', 'ms', 'share', 'GFLOP/s', 'workgroups', 'compile ms'];
  const columns = heads.map((heading, index) => ({ heading, alignment: index === 0 ? 'left' : 'right' }) as const);
  const compiling = dispatches.reduce((total, { compileSeconds = 0 }) => total + compileSeconds, 0);
  const total = [
    `${dispatches.length} dispatches, ${(1e3 * sum).toFixed(1)} ms by ${clock}`,
    `a whole step ${(1e3 * stepSeconds).toFixed(1)} ms`,
    `compiling one after the other ${compiling.toFixed(1)} s`,
  ];
  return `${tableText(columns, rows)}${total.join('; ')}`;
}
