"""Proves the job on a real Spark with several executor processes, one of which is killed in the middle.

    python check_job.py --chancery "npx chancery" --reports examples/sahel/reports.jsonl --documents 2000

The lake must hold exactly the lines that one process gives: none lost, none twice.
"""

import argparse
import collections
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def make_documents(reports, count, path):
    """Documents of their own address each: the reports, then single sentences of them; with broken ones between."""
    with open(reports, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    with open(path, "w", encoding="utf-8") as out:
        for number in range(count):
            row = dict(rows[number % len(rows)])
            row["id"] = f"{row['id']}-{number}"
            if number >= len(rows):
                sentences = [each for each in re.split(r"(?<=[.!?])\s+", row["text"]) if each]
                row["text"] = sentences[number // len(rows) % len(sentences)]
            out.write(json.dumps(row) + "\n")
            if number % 50 == 10:
                out.write('{"text": broken' + str(number) + "\n")


def descendants(root):
    """Processes below `root` with their command lines."""
    parents = collections.defaultdict(list)
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat") as stat:
                parents[int(stat.read().rsplit(")", 1)[1].split()[1])].append(int(name))
        except (OSError, IndexError):
            continue
    found, queue = [], [root]
    while queue:
        for child in parents[queue.pop()]:
            queue.append(child)
            try:
                with open(f"/proc/{child}/cmdline", "rb") as command:
                    found.append((child, command.read().decode("utf-8", "replace")))
            except OSError:
                continue
    return found


def kill_executor(job, wait):
    """Kills one executor once two of them are coding; returns whether it did."""
    until = time.time() + wait
    while time.time() < until and job.poll() is None:
        running = descendants(job.pid)
        executors = [pid for pid, command in running if "CoarseGrainedExecutorBackend" in command]
        coding = [pid for pid, command in running if "\0code\0-\0" in command]
        if len(executors) >= 2 and coding:
            time.sleep(2)
            os.kill(executors[0], signal.SIGKILL)
            return True
        time.sleep(0.1)
    return False


def without_number(line):
    """A failure names the line's number, which a partition counts from its own beginning."""
    record = json.loads(line)
    if "error" in record:
        return json.dumps([record["error"]["code"], record["error"]["message"]])
    return json.dumps(record, sort_keys=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--chancery", required=True)
    parser.add_argument("--reports", required=True)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--partitions", type=int, default=8)
    parser.add_argument("--executors", type=int, default=2)
    given = parser.parse_args()

    import pyspark
    from pyspark.sql import SparkSession

    with tempfile.TemporaryDirectory() as folder:
        documents, lake = os.path.join(folder, "documents.jsonl"), os.path.join(folder, "lake")
        make_documents(given.reports, given.documents, documents)
        began = time.time()
        with open(documents, "rb") as stdin:
            alone = subprocess.run(
                [*shlex.split(given.chancery), "code", "-", "--receipts", "--workers", "1"], stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        expected = collections.Counter(without_number(line) for line in alone.stdout.decode("utf-8").splitlines())
        seconds_alone = time.time() - began

        environment = {**os.environ, "SPARK_HOME": os.path.dirname(pyspark.__file__), "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
        submit = [os.path.join(environment["SPARK_HOME"], "bin", "spark-submit"), "--master", f"local-cluster[{given.executors},1,1024]"]
        options = ["--conf", "spark.speculation=true", "--conf", "spark.ui.enabled=false", "--conf", "spark.driver.memory=1g"]
        job_line = [os.path.join(HERE, "code_news.py"), documents, lake, "--chancery", given.chancery, "--partitions", str(given.partitions)]
        began = time.time()
        job = subprocess.Popen([*submit, *options, *job_line], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        killed = kill_executor(job, 300)
        job.communicate()
        seconds = time.time() - began
        if job.returncode != 0:
            sys.exit(f"the job ended with {job.returncode}")

        os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
        spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
        found = collections.Counter(without_number(row.line) for row in spark.read.parquet(lake).select("line").collect())
        spark.stop()

    result = {
        "documents": given.documents,
        "lines": sum(expected.values()),
        "lost": sum((expected - found).values()),
        "twice": sum((found - expected).values()),
        "executor_killed": killed,
        "seconds_one_process": round(seconds_alone, 1),
        "seconds_spark": round(seconds, 1),
    }
    print(json.dumps(result))
    sys.exit(0 if result["lost"] == result["twice"] == 0 and killed and result["lines"] > 0 else 1)


if __name__ == "__main__":
    main()
