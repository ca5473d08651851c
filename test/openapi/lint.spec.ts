import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any part of the document may be taken out of it.
type Document = any;

const getMe = ({ paths }: Document): Document => paths['/users/me'].get;
const saveCar = ({ paths }: Document): Document => paths['/cars'].post;
const fieldOf = ({ components }: Document, schema: string, field: string): Document =>
  components.schemas[schema].properties[field];

/** What is left out, and what is said of it. */
const OMISSIONS: [(document: Document) => unknown, string][] = [
  [(document) => delete getMe(document).summary, 'GET /users/me has no summary.'],
  [(document) => delete getMe(document).description, 'GET /users/me has no description.'],
  [(document) => (getMe(document).tags = ['Others']), 'GET /users/me has no tag that is explained.'],
  [(document) => delete document.tags[0].description, 'the tag Auth has no description.'],
  [
    (document) => delete getMe(document).responses['200'].content['application/json'].example,
    'GET /users/me 200 as application/json has no example.',
  ],
  [
    (document) => delete getMe(document).responses['401'].content['application/json'].examples,
    'GET /users/me 401 as application/json has no example.',
  ],
  [
    (document) => delete saveCar(document).requestBody.content['application/json'].example,
    'POST /cars request as application/json has no example.',
  ],
  [
    (document) => delete document.paths['/cars/{carId}'].get.parameters[0].description,
    'GET /cars/{carId} carId has no description.',
  ],
  [(document) => delete fieldOf(document, 'CarResponse', 'carModel').description, 'CarResponse.carModel has no'],
  [(document) => delete fieldOf(document, 'SaveCar', 'carModel').maxLength, 'SaveCar.carModel has no bound'],
  [(document) => delete fieldOf(document, 'Pagination', 'total').maximum, 'Pagination.total has no maximum.'],
  [(document) => delete fieldOf(document, 'Pagination', 'total').minimum, 'Pagination.total has no minimum.'],
  [(document) => delete document.components.schemas.Template.description, 'Template has no description.'],
];

describe('npm run openapi:lint', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'carqr-lint-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('names whatever is left out of the document, and fails', () => {
    const document: Document = JSON.parse(readFileSync('openapi.json', 'utf8'));
    for (const [leaveOut] of OMISSIONS) leaveOut(document);
    const file = join(folder, 'openapi.json');
    writeFileSync(file, JSON.stringify(document));
    const { status, stdout } = spawnSync(process.execPath, ['test/openapi/lint.mjs', file], { encoding: 'utf8' });
    expect(OMISSIONS.map(([, omission]) => omission).filter((omission) => !stdout.includes(omission))).toEqual([]);
    expect(status).toBe(1);
  });
});
