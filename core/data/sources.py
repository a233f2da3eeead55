"""The table of data sets that can be downloaded: where from, how large, with which SHA-256.

Most come as the four IDX files of MNIST, compressed with gzip: 60,000 images to train
on and 10,000 to test with. EMNIST's sets come in one archive. A checksum says what it is of, because only one
kind is published for some: that of the unpacked content (the better one: mirrors may
compress differently) or that of the archive.

Where the checksums come from: MNIST's are of its content. Those of Fashion-MNIST and
Kuzushiji-MNIST are of the archives, as given in ``url_checksums`` of
tensorflow/datasets; Keras gives the same for Fashion-MNIST. That of EMNIST is of its
whole archive, from the same place, with its size. Of EMNIST's content no SHA-256 is
published: inside the archive nothing more is verified than that it can be read.
"""

from dataclasses import dataclass
from typing import Literal

from core.data.classes import DIGITS
from core.errors import DataError


@dataclass(frozen=True, slots=True)
class Checksum:
    """A SHA-256 in hexadecimal, and whether it is of the unpacked content or of the archive."""

    of: Literal["content", "archive"]
    sha256: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a data set: a gzip archive of an IDX file, or an archive of several sets.

    Attributes
    ----------
    name : str
        The name of the archive, on every mirror and on disk.
    archive_size : int
        Bytes to download. A mirror that compresses differently may differ a little.
    content_size : int
        Bytes after unpacking; as large as the archive where it is not unpacked as a whole.
    checksum : Checksum
        What the download is verified with.
    """

    name: str
    archive_size: int
    content_size: int
    checksum: Checksum

    @property
    def largest_archive(self) -> int:
        """Return how many bytes there are to download at most; who sends more sends something else."""
        if self.checksum.of == "archive":
            return self.archive_size
        return self.content_size + self.content_size // 100 + 1024  # gzip adds a thousandth at worst


@dataclass(frozen=True, slots=True)
class Packed:
    """Where in an archive the files of a data set are.

    Attributes
    ----------
    folder : str
        Where in the cache the archive is kept: that of all sets in it, which are fetched once.
    members : str
        How the names of the files begin in the archive.
    first_label : int
        Which label the first class has.
    """

    folder: str
    members: str
    first_label: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A data set that can be downloaded.

    Attributes
    ----------
    name : str
        The word used in files and on the command line.
    title : str
        The name on screen.
    mirrors : tuple of str
        Addresses to which a file's name is appended, best first. Each ends with a slash.
    files : tuple of SourceFile
        All that belongs to the data set.
    class_names : tuple of str
        What the labels 0, 1, 2, … stand for.
    packed : Packed, optional
        Where the data set is in its only file, where that is an archive of several.
    """

    name: str
    title: str
    mirrors: tuple[str, ...]
    files: tuple[SourceFile, ...]
    class_names: tuple[str, ...] = DIGITS
    packed: Packed | None = None

    @property
    def folder(self) -> str:
        """Return what the folder is called that its files are kept in."""
        return self.name if self.packed is None else self.packed.folder

    @property
    def download_size(self) -> int:
        """Return how many bytes there are to download."""
        return sum(file.archive_size for file in self.files)


def names() -> tuple[str, ...]:
    """Return the names of all data sets that can be downloaded, in the order of the table."""
    return tuple(source.name for source in SOURCES)


def find(name: str) -> Source:
    """Return the source of that name.

    Raises
    ------
    DataError
        When there is none: it lists the names there are.
    """
    for source in SOURCES:
        if source.name == name:
            return source
    raise DataError(f"There is no data set called {name!r} to download.", f"Choose one of: {', '.join(names())}.")


def _four_files(
    of: Literal["content", "archive"], sizes: tuple[int, int, int, int], digests: tuple[str, str, str, str]
) -> tuple[SourceFile, ...]:
    """Describe MNIST's four files; names and content sizes are the same in every set of its kind."""
    contents = (
        ("train-images-idx3-ubyte.gz", 16 + 60_000 * 28 * 28),
        ("train-labels-idx1-ubyte.gz", 8 + 60_000),
        ("t10k-images-idx3-ubyte.gz", 16 + 10_000 * 28 * 28),
        ("t10k-labels-idx1-ubyte.gz", 8 + 10_000),
    )
    return tuple(
        SourceFile(name, archive_size, content_size, Checksum(of, digest))
        for (name, content_size), archive_size, digest in zip(contents, sizes, digests, strict=True)
    )


_BOTH = tuple(f"{letter}/{letter.lower()}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
"""The letters where capital and small ones are one class."""
_ALIKE = "CIJKLMOPSUVWXYZ"  # of which the small ones look like the capitals: one class in the balanced set as well
_BALANCED = (*DIGITS, *(both if both[0] in _ALIKE else both[0] for both in _BOTH), *"abdefghnqrt")


def _emnist(which: str, title: str, class_names: tuple[str, ...], first_label: int = 0) -> Source:
    """Describe one of EMNIST's sets (Cohen, Afshar, Tapson and van Schaik, 2017, arXiv:1702.05373)."""
    size = 561_753_746
    digest = "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e"
    return Source(
        name=f"emnist-{which}",
        title=title,
        # One host only, as with Kuzushiji-MNIST.
        mirrors=("https://biometrics.nist.gov/cs_links/EMNIST/", "http://biometrics.nist.gov/cs_links/EMNIST/"),
        files=(SourceFile("gzip.zip", size, size, Checksum("archive", digest)),),
        class_names=class_names,
        packed=Packed("emnist", f"gzip/emnist-{which}", first_label),
    )


SOURCES = (
    Source(
        name="mnist",
        title="MNIST",
        mirrors=(
            "https://storage.googleapis.com/cvdf-datasets/mnist/",
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            "https://raw.githubusercontent.com/fgnt/mnist/master/",
        ),
        files=_four_files(
            "content",
            (9_912_422, 28_881, 1_648_877, 4_542),
            (
                "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
                "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
                "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
            ),
        ),
    ),
    Source(
        name="fashion-mnist",
        title="Fashion-MNIST",
        mirrors=(
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
            "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
        ),
        files=_four_files(
            "archive",
            (26_421_880, 29_515, 4_422_102, 5_148),
            (
                "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
                "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
                "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
                "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
            ),
        ),
        class_names=(
            "T-shirt",
            "Trousers",
            "Pullover",
            "Dress",
            "Coat",
            "Sandal",
            "Shirt",
            "Sneaker",
            "Bag",
            "Ankle boot",
        ),
    ),
    Source(
        name="kmnist",
        title="Kuzushiji-MNIST",
        # One host only: nobody else is known to serve these files one by one.
        mirrors=(
            "https://codh.rois.ac.jp/kmnist/dataset/kmnist/",
            "http://codh.rois.ac.jp/kmnist/dataset/kmnist/",
        ),
        files=_four_files(
            "archive",
            (18_165_135, 29_497, 3_041_136, 5_120),
            (
                "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4",
                "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17",
                "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5",
                "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c",
            ),
        ),
        class_names=("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"),
    ),
    _emnist("letters", "EMNIST letters", _BOTH, first_label=1),
    _emnist("balanced", "EMNIST balanced", _BALANCED),
    _emnist("digits", "EMNIST digits", DIGITS),
)
"""Every data set that can be downloaded. To add one, add a row."""
