"""Becomes a module of the kernel's wheel: packages that most notebooks never need come when something imports them.

JupyterLite's kernel loads what a cell imports. What the course's package imports by itself (openpyxl for class lists,
python-docx for forms, scipy for a proof) it doesn't see, and Python's import can't wait for a promise; a web worker may
ask synchronously.
"""

import importlib
import importlib.abc
import importlib.machinery
import sys
import sysconfig

import js
import pyodide_js

LATER = ("openpyxl", "python-docx", "scipy", "pyyaml")


def _packages():
    return pyodide_js.lockfile.packages.to_py()


def _needed(packages, name, found):
    """The package and what it needs, as far as it isn't there yet."""
    if name not in found and not hasattr(pyodide_js.loadedPackages, name):
        found[name] = packages[name]
        for one in packages[name]["depends"]:
            _needed(packages, one, found)
    return found


class Later(importlib.abc.MetaPathFinder):
    """Asked last, so only for what isn't there yet."""

    def __init__(self):
        packages = _packages()
        self.names = {module: name for name in LATER if name in packages for module in packages[name]["imports"]}

    def find_spec(self, fullname, path, target=None):
        name = self.names.get(fullname)
        if name is None:
            return None
        for package, entry in _needed(_packages(), name, {}).items():
            asked = js.XMLHttpRequest.new()
            asked.open("GET", str(js.URL.new(entry["file_name"], pyodide_js.lockfileBaseUrl).href), False)
            asked.responseType = "arraybuffer"
            try:
                asked.send()
            except Exception:
                return None
            if asked.status != 200:
                return None
            # Not beside the notebook, where it would go otherwise.
            pyodide_js.unpackArchive(asked.response, "wheel", extractDir=sysconfig.get_path("purelib"))
            setattr(pyodide_js.loadedPackages, package, entry["file_name"])
        del self.names[fullname]
        importlib.invalidate_caches()
        return importlib.machinery.PathFinder.find_spec(fullname, path, target)


sys.meta_path.append(Later())
