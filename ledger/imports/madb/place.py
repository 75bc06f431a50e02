"""Where something was read: every finding of an import can be looked up in the file by a person."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a source file.

    Attributes:
        file: Name of the file, with the member of an archive after `!`.
        row: One-based number of the row: the line of a CSV, the node of a JSON-LD graph.
        row_id: The row's own identifier as printed, or empty.
        field: Field of the row, or empty for the whole row.
        segment: One-based number of the list entry inside the field, or 0 for the whole field.
    """

    file: str
    row: int
    row_id: str = ""
    field: str = ""
    segment: int = 0

    def at(self, field: str, segment: int = 0) -> "Place":
        """Return the place of a field, or of one list entry of it, in the same row."""
        return replace(self, field=field, segment=segment)

    def __str__(self) -> str:
        text = f"{self.file} row {self.row}"
        text += f" {self.row_id}" if self.row_id else ""
        text += f" {self.field}" if self.field else ""
        return text + (f"[{self.segment}]" if self.segment else "")

    def to_dict(self) -> dict[str, str | int]:
        """Return the place as plain data for a report."""
        return {
            "file": self.file,
            "row": self.row,
            "id": self.row_id,
            "field": self.field,
            "segment": self.segment,
        }
