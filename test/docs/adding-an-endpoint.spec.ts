import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as ts from 'typescript';
import { getBlock } from '../support/documents.mjs';

const CONTROLLER = resolve('libs/scans/src/scans.controller.ts');
const SERVICE = resolve('libs/scans/src/scans.service.ts');

/** A file whose class has a method more, at its end. */
function withMethod(path: string, className: string, method: string): string {
  const source = readFileSync(path, 'utf8');
  const end = source.indexOf('\n}\n', source.indexOf(`export class ${className} `));
  return `${source.slice(0, end)}\n${method}\n${source.slice(end)}`;
}

// The compiler reads all that the controller stands on, on a machine that may be busy.
jest.setTimeout(180_000);

describe('the route in docs/adding-an-endpoint.md', () => {
  it('compiles where it belongs, once the service has its method', () => {
    const { text } = getBlock('docs/adding-an-endpoint.md', 'ts', 'route');
    const rule =
      'archiveScan(userId: string, scanId: string): Promise<Scan> { return this.markScan(userId, scanId, {}); }';
    const written = new Map([
      [CONTROLLER, withMethod(CONTROLLER, 'ScansController', text)],
      [SERVICE, withMethod(SERVICE, 'ScansService', rule)],
    ]);
    const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path));
    const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [CONTROLLER] }, ts.sys, '.');
    const host = ts.createCompilerHost(options);
    const readFile = host.readFile.bind(host);
    host.readFile = (path) => written.get(resolve(path)) ?? readFile(path);
    const program = ts.createProgram([CONTROLLER], options, host);
    const faults = [CONTROLLER, SERVICE]
      .flatMap((path) => ts.getPreEmitDiagnostics(program, program.getSourceFile(path)))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    expect(faults).toEqual([]);
  });
});
