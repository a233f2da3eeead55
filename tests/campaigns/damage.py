"""Ways to damage a file: bytes at random, and changes inside that keep its wrapping whole, as a hostile one has it.

Each takes what a file holds and where chance comes from, and returns what it holds then.
"""

import gzip
import io
import json
import math
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np

Damage = Callable[[bytes, np.random.Generator], bytes]

_HEAD = 64  # bytes in which most of what a file says of itself stands
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_DEEP, _LONG = "@deep@", "@long@"  # what json.dumps cannot write itself
_ODD: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2, 5, 0.5, -0.5, 1e-300, 1e308, 2**31, 2**53, 2**64, 10**30),
    *(math.nan, math.inf, -math.inf, "", "x" * 100_000, "nan", "1"),
    *("\u202e\x1b[2J\x00", "=cmd|' /C calc'!A0", "\ud800"),
    *([], {}, [[]], [None], {"name": "relu"}, [0, 0, 0], _DEEP, _LONG),
)
_NUMBERS = (0.0, 1.0, -1.0, 5.0, 1e-45, 3e38, -3e38, math.nan, math.inf, -math.inf)
_TEXTS = (
    *("", " ", "-1", "0", "1e999", "nan", "inf", "true", "9" * 5000, "[" * 100_000, "x" * 100_000, "\x00", "\\x0", '"'),
    *("@ByteArray(\\0\\x1\\xff)", "@Variant(\\0\\0\\0\\x7f)", "@Invalid()", "@Size(9 9)"),
    *("\u202e", "/", "~nobody/x", ","),
)
_SHAPES = ("()", "(1000000000000,)", "(784, 99999999)", "(-1,)", "(0, 4000000000, 4000000000)", "x")
_TYPES = ("'<f4'", "'O'", "'<U1000000000'", "'|V9'", "[('a', '<f4')]", "'<f4" + "x" * 20_000 + "'")


def bytes_changed(content: bytes, chance: np.random.Generator) -> bytes:
    """Change a few bytes, mostly in the head and the tail, or cut a part out, or double it."""
    damaged = bytearray(content)
    ends = (_HEAD, len(content), len(content))
    for _ in range(chance.integers(1, 5)):
        place = int(chance.integers(min(ends[chance.integers(3)], len(content))))
        damaged[place if chance.random() < 0.8 else -1 - place] = chance.choice([0, 1, 127, 128, 255, place % 256])
    start, stop = sorted(chance.integers(0, len(damaged) + 1, 2).tolist())
    match chance.integers(6):
        case 0:
            del damaged[start:stop]
        case 1:
            del damaged[start:]
        case 2:
            damaged[start:start] = damaged[start:stop]
    return bytes(damaged)


def png_changed(content: bytes, chance: np.random.Generator) -> bytes:
    """Change bytes of a PNG, and let the checksums fit."""
    damaged = bytearray(bytes_changed(content, chance))
    at = 8
    while at + 12 <= len(damaged):
        (length,) = struct.unpack(">I", damaged[at : at + 4])
        end = at + 8 + length
        if end + 4 > len(damaged):
            break
        damaged[end : end + 4] = struct.pack(">I", zlib.crc32(damaged[at + 4 : end]))
        at = end + 4
    return bytes(damaged)


def gzip_changed(content: bytes, chance: np.random.Generator) -> bytes:
    """Change what is packed in gzip, pack it again, and now and then put something after it."""
    packed = gzip.compress(bytes_changed(gzip.decompress(content), chance), mtime=0)
    return packed + (packed, b"\x1f\x8b", bytes(100), b"")[chance.integers(4)]


def lines_changed(content: bytes, chance: np.random.Generator) -> bytes:
    """Change a line of JSON objects that stand one in a line, or the order of lines."""
    lines = content.split(b"\n")
    place = int(chance.integers(len(lines)))
    if lines[place].strip():
        lines[place] = json_changed(lines[place].decode(), chance).encode(errors="surrogatepass")
    if chance.random() < 0.2:
        lines = [lines[index] for index in chance.permutation(len(lines))]
    return b"\n".join(lines)


def values_changed(content: bytes, chance: np.random.Generator) -> bytes:
    """Change a value of lines such as ``name=value``; of one that holds JSON perhaps only a part."""
    lines = content.decode().splitlines()
    for _ in range(chance.integers(1, 4)):
        place = int(chance.integers(len(lines)))
        name, is_value, value = lines[place].partition("=")
        text = value.strip('"').replace('\\"', '"')
        if is_value and text[:1] in "{[" and text and chance.random() < 0.7:
            changed = json_changed(text, chance).replace("\\", "\\\\").replace('"', '\\"')
            lines[place] = f'{name}="{changed}"'
        elif is_value:
            lines[place] = f"{name}={_TEXTS[chance.integers(len(_TEXTS))]}"
    return "\n".join(lines).encode(errors="surrogatepass")


def json_changed(text: str, chance: np.random.Generator) -> str:
    """Put something odd in the place of a part of a JSON text, take the part out, or another one in."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):  # it was changed before
        return text[: len(text) // 2]
    for _ in range(chance.integers(1, 3)):
        told = _with_change(told, chance)
    written = json.dumps(told)
    return written.replace(f'"{_DEEP}"', "[" * 50_000 + "]" * 50_000).replace(f'"{_LONG}"', "9" * 5000)


def _with_change(told: Any, chance: np.random.Generator) -> Any:
    holders = _holders(told)
    if not holders:
        return _ODD[chance.integers(len(_ODD))]
    holder = holders[chance.integers(len(holders))]
    keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    key = keys[chance.integers(len(keys))]
    match chance.integers(8):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[str(chance.choice(["x", "name", "\x1b", ""]))] = holder.pop(key)
        case 1:
            holder.extend(holder * int(chance.integers(1, 50)))
        case 2:
            other = holders[chance.integers(len(holders))]
            holder[key] = json.loads(json.dumps(other)) if len(json.dumps(other)) < 100_000 else 0
        case 3 if isinstance(holder[key], (int, float)):
            holder[key] = holder[key] * float(chance.choice([-1, 0.5, 2, 1e10])) + int(chance.integers(-1, 2))
        case _:
            holder[key] = _ODD[chance.integers(len(_ODD))]
    return told


def _holders(told: Any) -> list[Any]:
    """Return every object and every list of it that has something in it."""
    found, waiting = [], [told]
    while waiting:
        here = waiting.pop()
        if isinstance(here, (dict, list)) and here:
            found.append(here)
            waiting += list(here.values() if isinstance(here, dict) else here)[:200]
    return found


# Archives of arrays


def archive_changed(content: bytes, chance: np.random.Generator) -> bytes:
    """Change a member of an archive of arrays, and write it so that all checksums fit."""
    members = members_of(content)
    for _ in range(chance.integers(1, 3)):
        names = sorted(members)
        name = names[chance.integers(len(names))]
        texts = [each for each in names if _text_in(members[each]) is not None]
        if texts and chance.random() < 0.5:
            name = texts[chance.integers(len(texts))]
            members[name] = array_bytes(np.array(json_changed(_text_in(members[name]) or "0", chance)))
            continue
        match chance.integers(6):
            case 0:
                members[name] = bytes_changed(members[name], chance)
            case 1 if len(members) > 1:
                del members[name]
            case 2:
                members[name] = members[names[chance.integers(len(names))]]
            case 3:
                members[name] = _claiming(chance)
            case _:
                members[name] = _numbers_changed(members[name], chance)
    return archive_of(members)


def settled(content: bytes, **told: Any) -> bytes:
    """Return an archive whose descriptions say what is given; of what is written at another time only that differs."""
    members = members_of(content)
    for name, member in members.items():
        text = _text_in(member)
        if text is not None and isinstance(said := json.loads(text), dict):
            members[name] = array_bytes(np.array(json.dumps(said | {k: v for k, v in told.items() if k in said})))
    return archive_of(members)


def members_of(content: bytes) -> dict[str, bytes]:
    """Return the files in an archive by their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive_of(members: dict[str, bytes]) -> bytes:
    """Return an archive of such files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def array_bytes(array: Any) -> bytes:
    """Return an array as it stands in an archive."""
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def _array(member: bytes) -> Any:
    try:
        return np.load(io.BytesIO(member))
    except Exception:  # noqa: BLE001  # it was damaged before
        return None


def _text_in(member: bytes) -> str | None:
    array = _array(member)
    text = str(array) if array is not None and array.shape == () and array.dtype.kind == "U" else ""
    return text if text[:1] in ("{", "[") and text else None


def _numbers_changed(member: bytes, chance: np.random.Generator) -> bytes:
    array = _array(member)
    if array is None or array.dtype.kind not in "fiu" or not array.size:
        return bytes_changed(member, chance)
    changed = array.copy()
    places = chance.integers(0, changed.size, chance.integers(1, 9)) if chance.random() < 0.7 else slice(None)
    match chance.integers(6):
        case 0:
            changed = changed.astype(chance.choice(["<f8", ">f4", "<f2", "<i8", "?", "<c8", "<U3"]))
        case 1:
            changed = changed.reshape(-1)[: chance.integers(changed.size + 1)]
        case 2:
            changed = np.asfortranarray(changed) if chance.random() < 0.5 else changed.T
        case 3:
            changed.flat[places] = chance.permutation(changed.flat[places])
        case _:
            with np.errstate(all="ignore"):
                changed.flat[places] = np.array(_NUMBERS[chance.integers(len(_NUMBERS))]).astype(changed.dtype)
    return array_bytes(changed)


def _claiming(chance: np.random.Generator) -> bytes:
    """Return an array that has hardly anything in it and claims anything."""
    shape = _SHAPES[chance.integers(len(_SHAPES))]
    kind = _TYPES[chance.integers(len(_TYPES))]
    header = f"{{'descr': {kind}, 'fortran_order': False, 'shape': {shape}, }}".encode()
    header += b" " * (-(len(header) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", min(len(header), 65535)) + header + bytes(16)
