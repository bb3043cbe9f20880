// Run a Python file of this project inside Pyodide, in Node: node pyodide_run.mjs '{"folder": …, …}'
//   folder    the project's copy of Pyodide (scripts/pyodide_files.py)
//   packages  names for loadPackage, from the copy's own lock
//   unpack    wheels that only tests need; they are no part of the copy
//   project   the checkout, seen from inside as /project
//   out       a folder for what the program writes, seen from inside as /out
//   program   the Python file, below the project
//   words     what it finds in sys.argv
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const start = performance.now();
const { folder, packages, unpack, project, out, program, words } = JSON.parse(process.argv[2]);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
// PYTHONHASHSEED is set, so that an answer that leans on the order of a set differs from run to run, not by chance.
const env = { HOME: ["", "home", "pyodide"].join("/"), TZ: process.env.TZ ?? "UTC", PYTHONHASHSEED: process.env.PYTHONHASHSEED ?? "random" };
const pyodide = await loadPyodide({ indexURL: `${folder}/`, env });
const core = performance.now();
const quiet = { messageCallback: () => {}, errorCallback: (message) => process.stderr.write(`${message}\n`) };
await pyodide.loadPackage(packages, quiet);
pyodide.FS.mkdir("/unpacked");
for (const wheel of unpack) pyodide.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel", { extractDir: "/unpacked" });
pyodide.mountNodeFS("/project", project);
pyodide.mountNodeFS("/out", out);
const seconds = { core: (core - start) / 1000, packages: (performance.now() - core) / 1000 };
pyodide.globals.set("_program", `/project/${program}`);
pyodide.globals.set("_words", JSON.stringify([...words, JSON.stringify(seconds)]));
try {
  process.exitCode = pyodide.runPython(`
import json, os, runpy, sys
os.chdir("/project")
sys.argv = [_program, *json.loads(_words)]
sys.path += ["/unpacked", "/project/tests"]
sys.dont_write_bytecode = True
try:
    runpy.run_path(_program, run_name="__main__")
    _status = 0
except SystemExit as left:
    _status = left.code
int(_status or 0)
`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
