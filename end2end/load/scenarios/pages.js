// Pages (读): each at one, eight and thirty-two connections, beside a file of the same bytes served by the same process in the same run.
import { Client, connections } from "../client.js";
import { closed, print, row } from "../measure.js";

const AT_ONCE = [1, 8, 32];
/** Asked for before anything is measured. */
const WARM = 20;

export async function pages({ server, who, seconds }) {
  const { given } = await who.registrar.ask("pupils");
  const pupil = given.page.rows[0].id;
  const measured = [
    ["page for anybody", new Client(server.url), "/sign-in"],
    ["list of the own school", who.registrar, "/pupils"],
    ["desk", who.leader, "/desk"],
    ["home of a school", who.registrar, "/home"],
    ["home of a county", who.county.official, "/home"],
    ["home of a city", who.city, "/home"],
    ["home of a province", who.province, "/home"],
    ["home of the nation", who.nation, "/home"],
    ["one figure of the nation over a year", who.nation, "/home/figure?figure=on_roll&span=year"],
    ["the nation's provinces side by side", who.nation, "/compare"],
    ["flows between a city's counties", who.city, "/compare/flows"],
    ["a pupil's page", who.registrar, `/pupils/${pupil}`],
    ["imports", who.registrar, "/imports"],
  ];
  const rows = [];
  for (const [what, client, path] of measured) {
    const page = (await client.get(path)).body;
    const file = server.file(page);
    for (const most of AT_ONCE) {
      const agent = connections(most);
      const by = client.through(agent);
      const often = async (path) => {
        const task = async () => (await by.get(path)).ms;
        await closed(most, { times: WARM }, task);
        return closed(most, { seconds }, task);
      };
      const floor = await often(file);
      rows.push(row(`${what}, ${(page.length / 1024).toFixed(0)} KB`, most, await often(path), floor));
      agent.destroy();
    }
  }
  print("pages; floor: the same bytes as a file", rows);
}
