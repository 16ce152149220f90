"""The kernel and the exported notebooks, tried with Jupyter's own clients: jupyter_client, nbclient, nbformat.

    clients.py PATH/TO/notebook
"""

import glob
import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import unittest

import nbclient
import nbformat
import zmq
from jupyter_client import BlockingKernelClient, KernelManager

ENGINE = os.path.abspath(sys.argv.pop(1))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAPER = "notebooks/multi-species-landau/spherical-calculus.lnb"
# More than any time limit allows.
ENDLESS = (
    "space z in R^3\nfunction f(z)\n"
    "claim endless: (f + f² + |∇f|² + Δf + |z|)^60 (1 + f + |z|)^30 = (f + f² + |∇f|² + Δf + |z|)^60 (1 + f + |z|)^30 + Δ(Δ(Δ(Δ(f^5))))"
)


def engine(*words, **options):
    return subprocess.run([ENGINE, *words], cwd=ROOT, capture_output=True, text=True, **options)


def verdicts(text):
    """Name and verdict of each claim of a report, where they stand at the beginning of a line."""
    words = "proved|refuted|unknown|certified|supported|assumed|ill-typed"
    return re.findall(rf"^(?:[!] |  )?(\S.*?) +({words})\b", text, re.M)


def outputs(notebook):
    return [o for cell in notebook.cells if cell.cell_type == "code" for o in cell.outputs]


class Page:
    """A kernel and a client of it."""

    def __init__(self):
        self.manager = KernelManager(kernel_name="lnb")
        self.errors = tempfile.TemporaryFile()
        self.manager.start_kernel(stderr=self.errors)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        self.errors.close()

    def run(self, code, timeout=60, **options):
        told = []
        reply = self.client.execute_interactive(code, timeout=timeout, output_hook=told.append, **options)
        return reply["content"], told

    def ask(self, kind, **words):
        return getattr(self.client, kind)(*words.pop("words", ()), reply=True, timeout=60, **words)["content"]

    def answer(self, identifier, timeout=60):
        while True:
            message = self.client.get_shell_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") == identifier:
                return message["content"]

    def notes(self):
        self.errors.seek(0)
        return self.errors.read().decode()


class Notebooks(unittest.TestCase):
    def test_every_notebook_is_valid_and_comes_back(self):
        paths = sorted(glob.glob(ROOT + "/notebooks/**/*.lnb", recursive=True)) + [ROOT + "/docs/guide.md"]
        self.assertGreater(len(paths), 5)
        for path in paths:
            with self.subTest(path), tempfile.TemporaryDirectory() as folder:
                exported = engine("export", "--to", "ipynb", "--timeout", "1", path)
                self.assertIn(exported.returncode, [0, 1, 3], exported.stderr)
                notebook = nbformat.reads(exported.stdout, as_version=nbformat.NO_CONVERT)
                self.assertEqual((notebook.nbformat, notebook.nbformat_minor), (4, 5))
                nbformat.validate(notebook)
                self.assertEqual(len({cell.id for cell in notebook.cells}), len(notebook.cells))
                # As Jupyter writes it, not as we did.
                file = folder + "/page.ipynb"
                nbformat.write(notebook, file)
                self.assertEqual(engine("import", file).returncode, 0)
                with open(path, "rb") as original, open(folder + "/page.lnb", "rb") as imported:
                    self.assertEqual(original.read(), imported.read())
                again = engine("import", file)
                self.assertEqual(again.returncode, 2)
                self.assertIn("File exists", again.stderr)

    def test_a_paper_is_run(self):
        text = engine("export", "--to", "ipynb", PAPER).stdout
        self.assertEqual(engine("export", "--to", "ipynb", "--no-cache", "--jobs", "1", PAPER).stdout, text)
        exported = nbformat.reads(text, as_version=4)
        expected = [verdicts(o.data["text/plain"]) for o in outputs(exported)]
        for cell in exported.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        start = time.time()
        executed = nbclient.NotebookClient(exported, timeout=120, kernel_name="lnb", resources={"metadata": {"path": ROOT}}).execute()
        print(f"{PAPER}: {len(executed.cells)} cells in {time.time() - start:.1f} s", file=sys.stderr)
        nbformat.validate(executed)
        found = outputs(executed)
        self.assertEqual({o.output_type for o in found}, {"execute_result"})
        self.assertEqual([verdicts(o.data["text/plain"]) for o in found], expected)
        report = json.loads(engine("run", "--format", "json", PAPER).stdout)
        wanted = sorted((claim["name"], claim["verdict"]) for claim in report["notebooks"][0]["claims"])
        self.assertEqual(sorted(pair for pairs in expected for pair in pairs), wanted)
        self.assertIn("refuted", {verdict for _, verdict in wanted})
        for output in found:
            self.assertLessEqual({"text/plain", "text/html", "text/latex"}, set(output.data))

    def test_a_wrong_cell_stops_the_client(self):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("claim a: q = 1")])
        with self.assertRaises(nbclient.exceptions.CellExecutionError) as caught:
            nbclient.NotebookClient(notebook, timeout=60, kernel_name="lnb").execute()
        self.assertIn("L030", str(caught.exception))


class Kernel(unittest.TestCase):
    def test_messages(self):
        with Page() as page:
            reply, told = page.run("space z in R^3\nclaim a: |z|² = z·z\nclaim b: |z|² = 2 z·z")
            self.assertEqual(reply["status"], "ok")
            kinds = [message["msg_type"] for message in told]
            self.assertEqual(kinds, ["status", "execute_input", "execute_result", "status"])
            data = told[2]["content"]["data"]
            self.assertEqual(verdicts(data["text/plain"]), [("a", "proved"), ("b", "refuted")])
            self.assertIn("<math", data["text/html"])
            self.assertIn("\\textbf{b}", data["text/latex"])
            reply, told = page.run("claim c: q = 1")
            self.assertEqual((reply["status"], reply["ename"]), ("error", "L030"))
            self.assertEqual(told[2]["msg_type"], "error")
            reply, told = page.run(":type z")
            self.assertEqual(told[2]["content"], {"name": "stdout", "text": "a point of R^3\n"})
            self.assertEqual(page.ask("complete", words=["\\gam"])["matches"], ["γ"])
            self.assertIn("a is proved", page.ask("inspect", words=["given a"])["data"]["text/plain"])
            self.assertEqual(page.ask("history")["history"], [])
            self.assertEqual(page.ask("comm_info")["comms"], {})
            info = page.ask("kernel_info")
            self.assertEqual(info["language_info"]["file_extension"], ".lnb")
            self.assertEqual(page.answer(page.client.is_complete("claim a: ("))["status"], "incomplete")
            self.assertTrue(page.client.hb_channel.is_beating())
            page.client.shutdown()
            for _ in range(100):
                if not page.manager.is_alive():
                    break
                time.sleep(0.1)
            self.assertFalse(page.manager.is_alive())
            self.assertEqual(page.notes(), "")

    def test_what_waits_behind_an_error_is_not_run(self):
        with Page() as page:
            identifiers = [page.client.execute(code) for code in [ENDLESS, "claim b: 1 = 1", "claim c: 1 = 1"]]
            time.sleep(3)
            page.manager.interrupt_kernel()
            replies = [page.answer(identifier, timeout=20)["status"] for identifier in identifiers]
            self.assertEqual(replies, ["error", "aborted", "aborted"])
            self.assertEqual(page.run("claim d: 1 = 1")[0]["status"], "ok")

    def interrupt(self, page, ask):
        """The same cell each time, which the client does not say: it is known by its claim."""
        identifier = page.client.execute(ENDLESS)
        time.sleep(3)
        self.assertTrue(page.client.hb_channel.is_beating())
        start = time.time()
        ask()
        reply = page.answer(identifier, timeout=20)
        self.assertLess(time.time() - start, 5)
        self.assertEqual((reply["status"], reply["ename"]), ("error", "Interrupted"))

    def test_interrupts(self):
        with Page() as page:
            self.assertEqual(page.manager.kernel_spec.interrupt_mode, "message")
            self.interrupt(page, page.manager.interrupt_kernel)
            page.manager.interrupt_kernel()
            process = page.manager.provisioner.pid
            for _ in range(3):
                os.kill(process, signal.SIGINT)
                time.sleep(0.1)
            self.assertEqual(page.run("claim a: z = z")[0]["status"], "ok")
            self.interrupt(page, lambda: [os.kill(process, signal.SIGINT), time.sleep(0.1), os.kill(process, signal.SIGINT)])
            self.assertEqual(page.run("claim b: z = z")[0]["status"], "ok")

    def test_shutdown_while_a_claim_is_decided(self):
        with Page() as page:
            page.client.execute(ENDLESS)
            time.sleep(2)
            start = time.time()
            page.manager.shutdown_kernel()
            self.assertLess(time.time() - start, 5)

    def test_restart_forgets(self):
        with Page() as page:
            page.run("space z in R^3")
            page.client.stop_channels()
            page.manager.restart_kernel()
            page.client = page.manager.client()
            page.client.start_channels()
            page.client.wait_for_ready(timeout=60)
            self.assertEqual(page.run("claim a: z = z")[0]["ename"], "L030")

    def test_strangers_are_not_heard(self):
        with Page() as page:
            stranger = BlockingKernelClient()
            stranger.load_connection_info(dict(page.manager.get_connection_info(), key=b"not the key"))
            stranger.start_channels()
            stranger.shutdown()
            stranger.execute("claim a: 1 = 1")
            time.sleep(1)
            self.assertTrue(page.manager.is_alive())
            self.assertEqual(page.run("claim a: 1 = 1")[0]["execution_count"], 1)
            stranger.stop_channels()
            self.assertIn("the signature is not that", page.notes())

    def test_malformed_frames(self):
        with Page() as page:
            information = page.manager.get_connection_info()
            context = zmq.Context()
            hostile = [[b""], [b"<IDS|MSG>"], [b"<IDS|MSG>"] * 7, [b"\xff" * 100_000], [b""] * 3000, [b"<IDS|MSG>", b"", b"{}", b"{}", b"{}", b"{}"]]
            for port in ["shell_port", "control_port", "stdin_port", "hb_port"]:
                with context.socket(zmq.DEALER) as dealer:
                    dealer.linger = 1000
                    dealer.connect(f"tcp://127.0.0.1:{information[port]}")
                    for frames in hostile:
                        dealer.send_multipart(frames)
                # Not even what libzmq speaks.
                with socket.create_connection(("127.0.0.1", information[port])) as plain:
                    plain.sendall(b"GET / HTTP/1.1\r\n\r\n" + struct.pack(">Q", 2**63))
            time.sleep(1)
            self.assertEqual(page.run("claim a: 1 = 1")[0]["status"], "ok")
            self.assertIn("dropped a message", page.notes())
            context.term()

    def test_it_listens_on_this_machine_only(self):
        with Page() as page:
            process = page.manager.provisioner.pid
            own = {os.readlink(link) for link in glob.glob(f"/proc/{process}/fd/*") if os.path.lexists(link)}
            listening = set()
            for table in ["tcp", "tcp6"]:
                with open(f"/proc/net/{table}") as lines:
                    rows = [line.split() for line in lines.readlines()[1:]]
                listening |= {row[1] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in own}
            information = page.manager.get_connection_info()
            ports = [information[name + "_port"] for name in ["shell", "control", "iopub", "stdin", "hb"]]
            self.assertEqual(listening, {f"0100007F:{port:04X}" for port in ports})

    def test_bad_connection_files(self):
        with tempfile.TemporaryDirectory() as folder:
            for text, wanted in [("{", "JSON"), ('{"ip": "0.0.0.0"}', "this machine alone"), ('{"ip": "127.0.0.1"}', "shell_port")]:
                file = folder + "/connection.json"
                with open(file, "w") as stream:
                    stream.write(text)
                run = engine("kernel", "--connection-file", file, timeout=60)
                self.assertEqual(run.returncode, 2)
                self.assertIn(wanted, run.stderr)
            self.assertEqual(engine("kernel", "--connection-file", folder + "/none.json", timeout=60).returncode, 2)
            self.assertEqual(engine("kernel", timeout=60).returncode, 2)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(NOTEBOOK_CACHE=home + "/cache", JUPYTER_PATH=home + "/share/jupyter", JUPYTER_RUNTIME_DIR=home + "/run")
        os.environ.pop("JUPYTER_DATA_DIR", None)
        installed = engine("kernel", "--install", "--prefix", home, "--timeout", "600")
        if installed.returncode != 0:
            sys.exit(installed.stderr)
        unittest.main()
