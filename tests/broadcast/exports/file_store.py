"""A content-addressed store in memory, which can also be made to read in drips."""

import hashlib
import io
from collections.abc import Iterator

from broadcast.exports.recipe import Recipe, stream, whole_file


class FileStore:
    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}
        self.opened = 0
        self.closed = 0

    def put(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        self._files[sha256] = data
        return sha256

    def put_whole(self, data: bytes) -> Recipe:
        return whole_file(self.put(data), len(data))

    def damage(self, sha256: str, data: bytes) -> None:
        """Let the store hand out other bytes than it was given."""
        self._files[sha256] = data

    def __getitem__(self, sha256: str) -> bytes:
        return self._files[sha256]

    def open(self, sha256: str) -> "CountedFile":
        self.opened += 1
        return CountedFile(self._files[sha256], self)

    def open_dripping(self, sha256: str) -> "DrippingFile":
        return DrippingFile(self._files[sha256])

    def read(self, recipe: Recipe) -> bytes:
        return b"".join(stream(recipe, 0, recipe.length, self.open))

    def chunks(self, recipe: Recipe) -> Iterator[bytes]:
        return stream(recipe, 0, recipe.length, self.open)


class CountedFile(io.BytesIO):
    def __init__(self, data: bytes, store: FileStore) -> None:
        super().__init__(data)
        self._store = store

    def close(self) -> None:
        if not self.closed:
            self._store.closed += 1
        super().close()


class DrippingFile(io.BytesIO):
    """Returns fewer bytes than asked for, as raw files and sockets may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(size if size is None or size < 0 else min(size, 101))


class RecipeFile(io.RawIOBase):
    """A recipe as a seekable file, so that a program can read what is too large to build."""

    def __init__(self, recipe: Recipe, store: FileStore) -> None:
        self._recipe = recipe
        self._store = store
        self._position = 0

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._recipe.length}
        self._position = base[whence] + offset
        return self._position

    def read(self, size: int | None = -1) -> bytes:
        end = self._recipe.length
        stop = end if size is None or size < 0 else min(self._position + size, end)
        data = b"".join(stream(self._recipe, self._position, stop, self._store.open))
        self._position = stop
        return data
