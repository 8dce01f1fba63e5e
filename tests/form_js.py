"""form-js itself, kept running in one Node process: the oracle of the form tests."""

from __future__ import annotations

import json
import subprocess
from typing import IO, Any

from tests.node_tools import NodeTools


class FormJs:
    """Asks tests/node/form_oracle.mjs, one JSON line a question, one an answer."""

    def __init__(self, node: NodeTools) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - the locked packages of tests/node
            [str(node.program), "form_oracle.mjs"],
            cwd=node.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def ask(self, question: dict[str, Any]) -> Any:
        """What form-js makes of the question."""
        asked, answered = self._pipe(self._process.stdin), self._pipe(self._process.stdout)
        asked.write(json.dumps(question) + "\n")
        asked.flush()
        line = answered.readline()
        assert line, "form-js stopped; run tests/node/form_oracle.mjs by hand to see why"
        return json.loads(line)

    def close(self) -> None:
        """End the process."""
        self._pipe(self._process.stdin).close()
        self._pipe(self._process.stdout).close()
        self._process.wait(timeout=30)

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe
