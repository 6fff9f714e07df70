"""Codes news with Apache Spark: pipes each partition of documents through `chancery code` and writes Parquet.

    spark-submit code_news.py DOCUMENTS LAKE

DOCUMENTS is a folder or file of JSONL (`.jsonl`, `.json`, also .gz) or Parquet with a column `text` and, where known,
`id`, `uri`, `published`, `title`, `publisher`, `language`. LAKE gets one table, partitioned by `part` and `month`:
`part=events` (one row an event), `part=documents` (documents without an event), `part=failed` (why a document failed).
"""

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
import threading

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

PARTY = "array<struct<actor:string,name:string,country:string,sectors:array<string>,office:string,basis:string,span:struct<start:int,end:int,text:string>>>"
SPAN = "struct<start:int,end:int,text:string>"
LINE = f"""
document struct<id:string,uri:string,published:string,publisher:string,title:string,`from`:string>,
error struct<code:string,message:string>, skipped string,
id string, type string, modes array<string>, contexts array<string>, quad int, intensity double, cameo string, status string,
sources {PARTY}, targets {PARTY}, trigger {SPAN}, sentence {SPAN},
object struct<span:{SPAN},kind:string>,
place struct<id:string,name:string,country:string,admin1:string,latitude:double,longitude:double,precision:string>,
time struct<first:string,last:string,precision:string,basis:string>,
claim struct<how:string>, confidence double, coder struct<version:string,model:string,data:string>
"""
COLUMNS = ["text", "id", "uri", "published", "title", "publisher", "language"]
GOOD_EXITS = (0, 1)  # 1: some documents failed, each with a line of its own


def read_documents(spark, path):
    """Documents as lines of JSON, whatever holds them; a broken line stays a line, for the coder to name."""
    if path.rstrip("/").endswith((".jsonl", ".json", ".jsonl.gz", ".json.gz", ".txt")):
        return spark.read.text(path).select(F.col("value").alias("line"))
    try:
        table = spark.read.option("recursiveFileLookup", "true").option("pathGlobFilter", "*.parquet").parquet(path)
    except Exception as cause:  # no Parquet there: Spark's name for it differs between versions
        if "UNABLE_TO_INFER_SCHEMA" not in str(cause):
            raise
        lines = spark.read.option("recursiveFileLookup", "true").option("pathGlobFilter", "*.json*").text(path)
        return lines.select(F.col("value").alias("line"))
    known = [F.col(name).cast("string").alias(name) for name in COLUMNS if name in table.columns]
    return table.select(F.to_json(F.struct(*known)).alias("line"))


def coder(command):
    """A function from lines of documents to lines of the coder, one process for each partition."""

    def code(rows):
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)
            fed = [0]

            def feed():
                try:
                    for row in rows:
                        if row.line.strip() == "":
                            continue
                        process.stdin.write(row.line.encode("utf-8") + b"\n")
                        fed[0] += 1
                    process.stdin.close()
                except BrokenPipeError:
                    pass

            feeder = threading.Thread(target=feed, daemon=True)
            feeder.start()
            try:
                given = 0
                for line in process.stdout:
                    given += 1
                    yield (line.decode("utf-8").rstrip("\n"),)
                feeder.join()
                status = process.wait()
                if status not in GOOD_EXITS or given < fed[0]:
                    errors.seek(0)
                    said = errors.read()[-2000:].decode("utf-8", "replace")
                    raise RuntimeError(f"chancery ended with {status} after {given} lines for {fed[0]} documents: {said}")
            finally:
                if process.poll() is None:
                    process.kill()
                    process.wait()

    return code


def table_of(lines):
    """The coder's lines as typed columns; `line` keeps the whole record."""
    parsed = lines.select("line", F.from_json("line", LINE).alias("e"))
    month = F.regexp_extract(F.coalesce(F.col("e.document.published"), F.lit("")), r"^\d{4}-\d{2}", 0)
    part = F.when(F.col("e.error").isNotNull(), "failed").when(F.col("e.type").isNotNull(), "events").otherwise("documents")
    return parsed.select(
        F.col("e.id").alias("event_id"),
        F.col("e.document.id").alias("document_id"),
        *[F.col(f"e.document.{name}").alias(name) for name in ("uri", "publisher", "title", "published")],
        *[F.col(f"e.{name}").alias(name) for name in ("type", "modes", "contexts", "quad", "intensity", "cameo", "status")],
        *[F.col(f"e.{name}").alias(name) for name in ("sources", "targets", "trigger", "sentence", "object", "place")],
        F.to_date("e.time.first").alias("first_day"),
        F.to_date("e.time.last").alias("last_day"),
        F.col("e.time.precision").alias("time_precision"),
        F.col("e.claim.how").alias("claim"),
        "e.confidence",
        F.col("e.coder").alias("coder"),
        F.col("e.error").alias("error"),
        F.col("e.skipped").alias("skipped"),
        "line",
        part.alias("part"),
        F.when(month == "", "unknown").otherwise(month).alias("month"),
    )


def main(arguments):
    parser = argparse.ArgumentParser(description="Code news with Apache Spark")
    parser.add_argument("documents")
    parser.add_argument("lake")
    parser.add_argument("--chancery", default="chancery", help="command that runs chancery on each machine")
    parser.add_argument("--options", default="", help="further options of `chancery code`")
    parser.add_argument("--partitions", type=int, help="partitions of the documents: a few hundred documents each or more")
    parser.add_argument("--months", action="store_true", help="replace only the months that the documents have")
    given = parser.parse_args(arguments)
    command = [*shlex.split(given.chancery), "code", "-", "--input", "jsonl", "--format", "jsonl", "--receipts", "--workers", "1"]
    spark = (
        SparkSession.builder.appName("chancery")
        .config("spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version", "1")
        .config("spark.sql.sources.partitionOverwriteMode", "dynamic" if given.months else "static")
        .getOrCreate()
    )
    documents = read_documents(spark, given.documents)
    if given.partitions:
        documents = documents.repartition(given.partitions)
    lines = spark.createDataFrame(documents.rdd.mapPartitions(coder(command + shlex.split(given.options))), "line string")
    table_of(lines).write.mode("overwrite").partitionBy("part", "month").parquet(given.lake)
    counts = spark.read.parquet(given.lake).groupBy("part").count().collect()
    print(json.dumps({row["part"]: row["count"] for row in counts}, sort_keys=True))
    spark.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
