"""Show Loa on this machine: database, demo province, web and worker, until Ctrl-C.

Run by `make demo`, which has made the virtual environment. What is there already is
kept, so the second start takes seconds. Its sentences are Vietnamese as they stand:
it runs before there is a Django to translate them.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from broadcast.demo.people import PASSWORD, PEOPLE, STATION_OPERATORS  # noqa: E402 - the path comes first

HOST, PORT = "127.0.0.1", int(os.environ.get("LOA_PORT", "8000"))
PYTHON = sys.executable
ENVIRONMENT = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.dev", "PYTHONUNBUFFERED": "1"}
SERVICES = {
    "web": [
        PYTHON,
        "-m",
        "gunicorn",
        "cms.wsgi",
        "--bind",
        f"{HOST}:{PORT}",
        "--workers",
        "2",
        "--threads",
        "4",
        "--timeout",
        "120",
        "--log-level",
        "warning",
    ],
    "worker": [PYTHON, "manage.py", "qcluster"],
    "video worker": ["env", "Q_CLUSTER_NAME=video", PYTHON, "manage.py", "qcluster"],
}


def manage(*arguments: str) -> None:
    """Run one command of Loa's, and with Ctrl-C end it and whatever it started."""
    running = subprocess.Popen(
        [PYTHON, "manage.py", *arguments], cwd=ROOT, env=ENVIRONMENT, start_new_session=True
    )
    try:
        code = running.wait()
    except KeyboardInterrupt:
        stop([running])
        raise
    if code:
        sys.exit(f"make demo: manage.py {arguments[0]} không chạy được, xem lỗi ở trên.")


def port_is_free() -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError:
            return False
    return True


def wait_until_it_answers(web: subprocess.Popen[bytes]) -> None:
    for _attempt in range(150):
        if web.poll() is not None:
            sys.exit("make demo: máy chủ web dừng ngay khi khởi động, xem lỗi ở trên.")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex((HOST, PORT)) == 0:
                return
        time.sleep(0.2)
    sys.exit("make demo: máy chủ web không trả lời sau 30 giây.")


def greet() -> None:
    address = f"http://{HOST}:{PORT}"
    print(f"\nLoa chạy ở {address}/admin/, cổng đài cơ sở ở {address}/dai/")
    print("(Ctrl-C để dừng tất cả)\n")
    print(f"Mật khẩu của mọi tài khoản: {PASSWORD}")
    print(
        "Bản mẫu không hỏi bước xác thực thứ hai. Ở máy chủ của tỉnh, ai duyệt, phát hành hoặc\n"
        "quản trị phải có; muốn xem trước thì chạy LOA_SECOND_FACTOR=1 make demo."
    )
    for person in PEOPLE:
        print(f"  {person.username:<8} {person.does}")
    print(f"  {STATION_OPERATORS[0].username:<8} mỗi đài khác: tài khoản là mã đài")
    print(
        "\nThử trước: đăng nhập bằng lan, bấm “Viết tin bài mới”, gửi duyệt;\n"
        "đăng nhập bằng minh, mở một tin ở “Chờ bạn thẩm định”, "
        "nghe rồi duyệt hoặc trả lại;\n"
        "đăng nhập bằng lan, vào “Kho âm thanh”, tải một tệp lên và xem bản phát sóng được làm;\n"
        "đăng nhập bằng hoa, vào “Lịch phát sóng”; bằng tuan ở /dai/, tải ngày về và xác nhận.\n"
        "Tỉnh mẫu theo địa giới Ninh Thuận đến 30/6/2025: 1 tỉnh, 7 huyện, 62 xã, 70 đài\n"
        "truyền thanh và một đài truyền hình (cổng: tài khoản 58).\n",
        flush=True,
    )


def stop(running: list[subprocess.Popen[bytes]]) -> None:
    """End each service with everything it started: a worker's children outlive it otherwise."""
    for sent in (signal.SIGTERM, signal.SIGKILL):
        for service in running:
            try:
                os.killpg(service.pid, sent)
            except ProcessLookupError:
                continue
        deadline = time.monotonic() + 8
        for service in running:
            try:
                service.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                continue


def main() -> None:
    if not port_is_free():
        sys.exit(
            f"make demo: cổng {PORT} đang có chương trình khác dùng; dừng nó, "
            "hoặc chạy LOA_PORT=8001 make demo."
        )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    running: list[subprocess.Popen[bytes]] = []
    try:
        manage("migrate", "--verbosity", "0")
        manage("seed_demo")
        manage("collectstatic", "--noinput", "--verbosity", "0")
        for command in SERVICES.values():
            running.append(  # noqa: PERF401 - each is stopped even where the next one fails
                subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, start_new_session=True)
            )
        wait_until_it_answers(running[0])
        greet()
        while all(service.poll() is None for service in running):
            time.sleep(0.5)
        sys.exit("make demo: một tiến trình đã dừng ngoài ý muốn, xem lỗi ở trên.")
    except KeyboardInterrupt:
        print("\nĐang dừng…")
    finally:
        stop(running)


if __name__ == "__main__":
    main()
