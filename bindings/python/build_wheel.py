# SPDX-License-Identifier: Apache-2.0
"""How setuptools makes a wheel: CMake builds `_core`, in build/wheel, for the interpreter that runs this. pyproject.toml names what is here."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from setuptools import Extension
from setuptools.command.build_ext import build_ext
from wheel.bdist_wheel import bdist_wheel

top = Path(__file__).resolve().parents[2]
version = re.search(r"^ *VERSION ([0-9.]+)$", (top / "CMakeLists.txt").read_text(), re.MULTILINE)[1]


class Wheel(bdist_wheel):
    def finalize_options(self):
        self.distribution.ext_modules = [Extension("comity._core", sources=[])]  # which makes it a wheel of one Python and one platform
        super().finalize_options()

    def run(self):
        shutil.rmtree(self.get_finalized_command("build").build_lib, ignore_errors=True)  # what is there from an earlier build would go in too
        super().run()


class Build(build_ext):
    def build_extension(self, extension):
        folder = top / "build" / "wheel" / sys.implementation.cache_tag
        options = {
            "CMAKE_BUILD_TYPE": "Release", "COMITY_BUILD_PYTHON": "ON", "COMITY_BUILD_EXAMPLES": "OFF", "COMITY_BUILD_TESTS": "OFF", "COMITY_INSTALL": "OFF",
            "Python_EXECUTABLE": sys.executable,
        }
        ninja = ["-G", "Ninja"] if shutil.which("ninja") else []
        subprocess.run(["cmake", "-S", top, "-B", folder, *ninja, *(f"-D{name}={value}" for name, value in options.items())], check=True)
        subprocess.run(["cmake", "--build", folder, "--target", "comity_python", "--parallel", str(os.cpu_count())], check=True)
        target = Path(self.get_ext_fullpath(extension.name))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(folder / "python" / "comity" / target.name, target)
