"""Runs notebooks in a real kernel, as Jupyter does."""

import warnings
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent.parent


def executed(notebook: Any, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Any:
    """The notebook with what its cells say; raises where one fails."""
    monkeypatch.setenv("IPYTHONDIR", str(folder))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of zmq and asyncio; the kernel's own are what counts
        client = NotebookClient(
            notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": folder}}
        )
        client.execute()
    nbformat.validate(notebook)
    return notebook


def said(notebook: Any) -> str:
    """All that its cells print."""
    return "".join(
        output["text"]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stdout"
    )


def complaints(notebook: Any) -> str:
    """All that they warn of."""
    return "".join(
        output["text"]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stderr"
    )
