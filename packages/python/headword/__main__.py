"""Runs the program that pip installed beside this module, with the same arguments: `python -m headword build`."""

import os
import subprocess
import sys
import sysconfig

NAME = "headword" + (sysconfig.get_config_var("EXE") or "")


def find_program():
    """Return the path of the program. Where pip puts programs depends on how this package was installed."""
    user = sysconfig.get_preferred_scheme("user") if sys.version_info >= (3, 10) else f"{os.name}_user"
    package = os.path.dirname(os.path.abspath(__file__))
    # pip install --target FOLDER makes FOLDER/bin beside the packages
    beside = os.path.join(os.path.dirname(package), "bin")
    folders = [sysconfig.get_path("scripts"), sysconfig.get_path("scripts", scheme=user), beside]
    for folder in folders:
        program = os.path.join(folder, NAME)
        if os.path.isfile(program):
            return program
    sys.exit("error: there is no program `{}` in {}: install the package again".format(NAME, " or ".join(folders)))


def main():
    """Run the program in place of Python, so that its exit code and its signals are those of this process."""
    command = [find_program(), *sys.argv[1:]]
    if sys.platform == "win32":
        # Windows has no call that replaces a process
        try:
            sys.exit(subprocess.run(command).returncode)
        except KeyboardInterrupt:
            sys.exit(130)
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
