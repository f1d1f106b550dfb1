// Who uses the demo: the people of one school and of everything above it, and of other schools, each signed in once. An account has one
// session, so whoever is signed in here is signed in for all that is measured.
import { Client } from "./client.js";

const COUNTY = "320102";
/** Schools of the crowd are numbered from here on; those below are the small country's own. */
const CROWD = "100000";
/** A primary school that takes pupils in by transfer. */
const RECEIVING = "2132000102";

export async function people(url) {
  const signed = new Map();
  const sign = async (login) => {
    if (!signed.has(login)) signed.set(login, await new Client(url).signIn(login));
    return signed.get(login);
  };
  const unit = async (code, ...roles) => {
    const people = {};
    for (const role of roles) people[role] = await sign(`${code}.${role}`);
    return people;
  };
  const county = await unit(COUNTY, "registrar", "leader", "official");
  const schoolsOf = async (client) => (await client.ask("schools")).given[0].schools.filter((school) => !school.closed_on).map((school) => school.id);
  const all = await schoolsOf(county.registrar);
  const crowd = all.filter((code) => code.slice(4) >= CROWD);
  const primary = crowd.filter((code) => code.startsWith("21"));
  const own = primary[0];
  if (!own) throw new Error("the demo has no primary school of its crowd in the county: build it with more pupils (PUPILS=10000)");
  const school = await unit(own, "registrar", "leader");
  const above = [COUNTY, `${COUNTY.slice(0, 4)}00`, `${COUNTY.slice(0, 2)}0000`, "nation"];
  const [city, province, nation] = [await unit(above[1], "registrar"), await unit(above[2], "registrar"), await unit(above[3], "registrar")];
  const unitOf = (client) => client.login.split(".")[0];
  return {
    ...school,
    school: own,
    division: COUNTY,
    county,
    city: city.registrar,
    province: province.registrar,
    nation: nation.registrar,
    receiving: await unit(RECEIVING, "registrar", "leader"),

    /** Primary schools of the county with their people, so many at most, and some pupils of each. */
    async primary(most) {
      const schools = [];
      // The crowd's first, then the small country's own.
      for (const code of [...primary, ...all.filter((code) => code.startsWith("21") && !primary.includes(code))].slice(0, most)) {
        const { registrar, leader } = await unit(code, "registrar", "leader");
        const { given } = await registrar.ask("pupils");
        schools.push({ registrar, leader, division: COUNTY, pupils: given.page.rows.slice(0, 3).map((row) => row.id) });
      }
      return schools;
    },

    /** Whoever is to have a page open: the school's own people, those above, and those of other schools. */
    async everybody() {
      for (const code of all) await unit(code, "registrar", "leader");
      for (const code of ["320104", "510104", "510107"]) await unit(code, "registrar", "leader", "official");
      await sign("510000.official");
      return [...signed.values()].map((client) => ({ client }));
    },

    /** Whether somebody works at the school. */
    own: ({ client }) => unitOf(client) === own,

    /** Whether what happens at the school concerns somebody. */
    concerns: ({ client }) => [own, ...above].includes(unitOf(client)),
  };
}
