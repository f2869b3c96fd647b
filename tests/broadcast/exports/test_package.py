"""What the package promises as a whole."""

import pkgutil
import subprocess
import sys
from pathlib import Path

import broadcast.exports

ROOT = Path(broadcast.exports.__file__).parents[2]


def test_every_module_runs_on_the_standard_library_alone() -> None:
    modules = [
        f"broadcast.exports.{module.name}"
        for module in pkgutil.iter_modules(broadcast.exports.__path__)
    ]
    statement = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {', '.join(modules)}"

    # Isolated and without site-packages: any other package would not be found.
    subprocess.run([sys.executable, "-I", "-S", "-c", statement], check=True, timeout=60)

    assert "broadcast.exports.archive" in modules
