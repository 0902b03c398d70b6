"""A kernel for a made-up language, which runs in the tests of kernels that are not Python's.

A line is `let NAME be VALUE`, `say VALUE`, `expect VALUE` or a value. What is behind three signs #
is a comment. Some functions do what a student must not.
"""

import ctypes
import os
import socket
import time
from pathlib import Path
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel


def stay(name: str) -> int:
    """Leave a process of this name behind."""
    if os.fork():
        return 1
    os.setsid()
    ctypes.CDLL(None).prctl(15, name.encode())
    time.sleep(60)
    os._exit(0)


def forever() -> None:
    while True:
        pass


FUNCTIONS = {
    "read": lambda path: Path(path).read_text(),
    "dial": lambda port: socket.create_connection(("127.0.0.1", port)),
    "leave": os._exit,
    "forever": forever,
    "stay": stay,
}


class Calculator(Kernel):
    """Remembers numbers by their names."""

    implementation, implementation_version, banner = "calculator", "1", "a calculator"

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.language_info = {"name": "calculator", "mimetype": "text/plain"}
        self.names: dict[str, Any] = {}

    def do_execute(self, code: str, silent: bool, *_: Any, **__: Any) -> dict[str, Any]:
        try:
            for line in code.splitlines():
                self.run(line.partition("###")[0].strip())
        except Exception as fault:
            told = {"ename": type(fault).__name__, "evalue": str(fault), "traceback": [str(fault)]}
            self.send_response(self.iopub_socket, "error", told)
            return {"status": "error", **told}
        return {"status": "ok", "execution_count": self.execution_count, "user_expressions": {}}

    def run(self, line: str) -> None:
        match line.split(maxsplit=3):
            case []:
                return
            case ["let", name, "be", rest]:
                self.names[name] = self.value(rest)
            case ["say", *_]:
                said = f"{self.value(line[4:])}\n"
                self.send_response(self.iopub_socket, "stream", {"name": "stdout", "text": said})
            case ["expect", *_]:
                if not self.value(line[7:]):
                    raise ArithmeticError(line)
            case _:
                self.show(self.value(line))

    def value(self, expression: str) -> Any:
        return eval(expression, {"__builtins__": FUNCTIONS}, self.names)

    def show(self, value: Any) -> None:
        shown = {"data": {"text/plain": repr(value)}, "metadata": {}}
        shown["execution_count"] = self.execution_count
        self.send_response(self.iopub_socket, "execute_result", shown)


if __name__ == "__main__":
    IPKernelApp.launch_instance(kernel_class=Calculator)
