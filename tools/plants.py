"""Makes a copy of the last commit with every plant of Tests/Plants in it, switched by a file.

    python3 tools/plants.py TREE NUMBER_FILE

A plant is a text with `what:`, `suite:` and `file:` lines and one replacement; what it replaces has
to stand in the file exactly once. Only files that changed are written, so a second build is short.
"""
import io
import pathlib
import re
import subprocess
import sys
import tarfile

FORM = re.compile(r"what: (.+)\nsuite: (.+)\nfile: (.+)\n<<<<\n(.*)\n====\n(.*)\n>>>>\n", re.S)
SWITCH = """import Glibc

/// The plant that is switched on; 0 is none.
private let number: Int = {
    let file = open("%s", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    var octets = [UInt8](repeating: 0, count: 8)
    let count = read(file, &octets, octets.count)
    return Int(String(decoding: octets.prefix(max(0, count)), as: UTF8.self)) ?? 0
}()

func isPlanted(_ plant: Int) -> Bool { number == plant }
"""


def committed():
    """The files of the last commit: contents and whether they are programs."""
    archive = subprocess.run(["git", "archive", "HEAD"], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        return {
            member.name: (tar.extractfile(member).read(), member.mode & 0o111)
            for member in tar if member.isfile()
        }


def planted(files, number):
    """Puts the plants into the files."""
    for name in sorted(name for name in files if re.fullmatch(r"Tests/Plants/.+\.plant", name)):
        form = FORM.fullmatch(files[name][0].decode())
        if not form:
            sys.exit(f"{name}: not of the form of a plant")
        _, _, source, old, new = form.groups()
        text = files[source][0].decode()
        if text.count(old) != 1:
            sys.exit(f"{name}: what it replaces stands {text.count(old)} times in {source}")
        files[source] = (text.replace(old, new).encode(), files[source][1])
        module = source.split("/")[1]
        files[f"Sources/{module}/Planted.swift"] = ((SWITCH % number).encode(), 0)
    return files


def main(tree, number):
    tree = pathlib.Path(tree)
    files = planted(committed(), number)
    for path in list(tree.rglob("*")):
        name = path.relative_to(tree).as_posix()
        if path.is_file() and not name.startswith(".build/") and name not in files:
            path.unlink()
    for name, (octets, is_program) in files.items():
        path = tree / name
        if not path.exists() or path.read_bytes() != octets:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(octets)
        path.chmod(0o755 if is_program else 0o644)


if __name__ == "__main__":
    main(*sys.argv[1:])
