"""Attempts on the world outside, run in the student's process; ``got`` names those that worked.

Not imported by a test: its text, behind a few lines that set ``PLACE`` (a folder outside with
files in it), ``JUDGE`` (the number of the judge's process), ``ABSTRACT`` (the name of a socket
outside), ``PORT`` and ``FENCED``, is a student's cell. Where there is no fence, what would harm the
machine is left out.
"""

# ruff: noqa: F821, B018  (the names come from the lines before)
import contextlib
import ctypes
import errno
import fcntl
import mmap
import os
import socket
import struct
import subprocess

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)
got = {}
SECRET = PLACE + "/secret.txt"


def attempt(family, **attempts):
    for name, each in attempts.items():
        try:
            result = each()
        except BaseException:
            continue
        if result is not None:
            got[f"{family}: {name}"] = repr(result)[:200]


def text(path):
    with open(path, "rb") as file:
        return file.read(100) or None


def through_a_link():
    os.symlink(SECRET, "link.txt")
    return text("link.txt")


def through_a_second_name():
    os.link(SECRET, "second.txt")
    return text("second.txt")


def through_a_path_handle():
    handle = os.open(SECRET, os.O_PATH)
    return text(f"/proc/self/fd/{handle}")


def by_another_program(*command):
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout or None


def mapped():
    with open(SECRET, "rb") as file:
        return mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)[:10]


ABOUT = "environ maps mem auxv stack syscall io".split()
attempt(
    "read",
    plainly=lambda: text(SECRET),
    link=through_a_link,
    second_name=through_a_second_name,
    path_handle=through_a_path_handle,
    other_program=lambda: by_another_program("cat", SECRET),
    shell=lambda: by_another_program("sh", "-c", f"cat {SECRET}"),
    mapped=mapped,
    numpy=lambda: np.fromfile(SECRET),
    folder=lambda: os.listdir(PLACE),
    root_of_the_first=lambda: text(f"/proc/1/root{SECRET}"),
    own_root=lambda: text(f"/proc/self/root{SECRET}"),
    root_of_the_judge=lambda: text(f"/proc/{JUDGE}/root{SECRET}"),
    passwords=lambda: text("/etc/shadow") or text("/etc/passwd"),
    command_line=lambda: b"python" in text(f"/proc/{JUDGE}/cmdline") or None,
    files_of_the_judge=lambda: os.listdir(f"/proc/{JUDGE}/fd"),
    command_of_the_parent=lambda: text(f"/proc/{os.getppid()}/cmdline"),
    log_of_the_kernel=lambda: libc.klogctl(3, ctypes.create_string_buffer(100), 100) > 0 or None,
    **{name: lambda name=name: text(f"/proc/{JUDGE}/{name}") for name in ABOUT},
)


def write(path, mode):
    with open(path, mode) as file:
        return file.write("x")


def rename_out():
    write("mine.txt", "w")
    os.rename("mine.txt", PLACE + "/mine.txt")
    return "renamed"


OUT = PLACE + "/new"
attempt(
    "write",
    over=lambda: write(SECRET, "w"),
    behind=lambda: write(SECRET, "a"),
    beside=lambda: write(OUT, "w"),
    through_a_link=lambda: write("link.txt", "w"),
    shorter=lambda: os.truncate(SECRET, 0) or "truncated",
    away=lambda: os.unlink(SECRET) or "removed",
    folder=lambda: os.mkdir(OUT + ".d") or "made",
    rename=rename_out,
    exchange=lambda: os.rename(SECRET, "taken.txt") or "taken",
    link=lambda: os.symlink("/etc", OUT + ".l") or "linked",
    pipe=lambda: os.mkfifo(OUT + ".p") or "made",
    attribute=lambda: os.setxattr(SECRET, "user.x", b"x") or "set",
    shared_memory=lambda: write("/dev/shm/left", "w") if JUDGE_SHM else None,
)
if FENCED:
    attempt(
        "write",
        library=lambda: write(np.__file__, "a"),
        beside_library=lambda: write(os.path.dirname(np.__file__) + "/evil.py", "w"),
        start=lambda: write("/usr/lib/python3/dist-packages/sitecustomize.py", "w"),
        path_file=lambda: write("/site/evil.pth", "w"),
        score=lambda: write("/proc/sys/kernel/core_pattern", "w"),
        judge_score=lambda: write(f"/proc/{JUDGE}/oom_score_adj", "w"),
    )
for change in (os.chmod, os.chown, os.utime):  # seen from outside whether these did anything
    for arguments in ((0o777,), (12345, 12345), ((1, 1),)):
        with contextlib.suppress(OSError, TypeError):
            change(SECRET, *arguments)


def connected(family, address, kind=socket.SOCK_STREAM):
    with socket.socket(family, kind) as one:
        one.settimeout(0.5)
        one.connect(address)
        return "connected"


def opened(family):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
        try:
            with socket.socket(family, kind):
                return f"a socket of family {family}"
        except OSError:
            continue
    return None


attempt(
    "network",
    local_port=lambda: connected(socket.AF_INET, ("127.0.0.1", PORT)),
    outside=lambda: connected(socket.AF_INET, ("1.1.1.1", 53)),
    abstract=lambda: connected(socket.AF_UNIX, "\0" + ABSTRACT),
    in_a_folder=lambda: connected(socket.AF_UNIX, PLACE + "/socket"),
    docker=lambda: connected(socket.AF_UNIX, "/var/run/docker.sock"),
    name=lambda: socket.getaddrinfo("localhost", 80, family=socket.AF_INET, flags=0) and None,
    **{f"family {n}": lambda n=n: opened(n) for n in range(2, 46)},
)


def locked_by(lock):
    """Whether a lock on a file that all may read is noticed by another who opened it."""
    with open(np.__file__, "rb") as one, open(np.__file__, "rb") as other:
        lock(one)
        try:
            return lock(other)
        except OSError as fault:
            return f"carried: {fault}" if fault.errno == errno.EAGAIN else None


def lock_of_range(file):
    kind = fcntl.F_OFD_GETLK if hasattr(fcntl, "F_OFD_GETLK") else 36
    asked = struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0)
    fcntl.fcntl(file, 37, struct.pack("hhqqi4x", fcntl.F_RDLCK, 0, 0, 0, 0))
    with open(np.__file__, "rb") as other:
        answer = struct.unpack("hhqqi4x", fcntl.fcntl(other, kind, asked))
    return "carried" if answer[0] == fcntl.F_RDLCK else None


def group():
    return text("/proc/self/cgroup") if b"autograder" in text("/proc/self/cgroup") else None


attempt(
    "message",
    flock=lambda: locked_by(lambda file: fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)),
    range=lambda: locked_by(lock_of_range),
    **({} if SAME_PROCESSES else {"group": group}),
)

GUARDED = {  # with arguments of 0 each of these would fail otherwise, where it is let through
    "ptrace": 101, "pidfd_open": 434, "process_vm_readv": 310, "process_vm_writev": 311,
    "unshare": 272, "setns": 308, "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161,
    "mknod": 133, "bpf": 321, "io_uring_setup": 425, "io_uring_enter": 426, "perf_event_open": 298,
    "keyctl": 250, "add_key": 248, "userfaultfd": 323, "init_module": 175, "reboot": 169,
    "swapon": 167, "clone3": 435, "open_by_handle_at": 304, "name_to_handle_at": 303,
    "fanotify_init": 300, "memfd_create": 319, "memfd_secret": 447, "shmget": 29, "msgget": 68,
    "semget": 64, "mq_open": 240, "kexec_load": 246, "acct": 163, "quotactl": 179, "kcmp": 312,
    "modify_ldt": 154, "personality": 135, "move_pages": 279, "pidfd_getfd": 438, "fsopen": 430,
    "open_tree": 428, "move_mount": 429, "mount_setattr": 442, "settimeofday": 164, "iopl": 172,
    "ioperm": 173, "sethostname": 170, "syslog": 103, "vhangup": 153, "seccomp": 317,
    "of the other ABI": 0x40000000 + 39,
}  # fmt: skip
NEW_NAMESPACE = (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000)


def let_through(number, *arguments):
    ctypes.set_errno(0)
    result = libc.syscall(number, *(arguments or [0] * 5))
    return None if result == -1 and ctypes.get_errno() in (1, 38) else ctypes.get_errno()


def forked_into(flag):
    child = libc.syscall(56, ctypes.c_ulong(flag | 17), 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    return child if child > 0 else None


def signalled(process):
    os.kill(process, 0)
    return "would be killed"


if FENCED:
    attempt(
        "process",
        judge=lambda: signalled(JUDGE) if SAME_PROCESSES else None,
        parent=lambda: signalled(os.getppid()) if os.getppid() else None,
        root=lambda: (
            os.setuid(0) or (os.getuid() == 0 and os.access("/etc/shadow", os.R_OK)) or None
        ),
        another=lambda: os.setuid(1) or "became another user",
        first=lambda: os.nice(-5),
        more_files=lambda: __import__("resource").setrlimit(7, (4096, 4096)) or "raised",
    )
if FENCED and os.uname().machine == "x86_64":
    attempt("system call", **{name: lambda n=n: let_through(n) for name, n in GUARDED.items()})
    attempt("namespace", **{hex(f): lambda f=f: forked_into(f) for f in NEW_NAMESPACE})
got
