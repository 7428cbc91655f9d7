"""The Python original's design, re-created: FastAPI with sync handlers, `requests` without a session, one SQLite
connection a request. Not its code: that is not at hand. What it does for each call is what the contract says it did.

Run by bench/run with Debian's python3-fastapi, python3-uvicorn and python3-requests. Settings: DB_PATH, RUNTIME_API_URL.
"""

import hashlib
import os
import sqlite3
import uuid
from datetime import datetime
from urllib.parse import urlparse

import requests
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

DB_PATH = os.environ["DB_PATH"]
RUNTIME_API_URL = os.environ["RUNTIME_API_URL"]
AGENTS = ["vfs", "gpt4", "orchestrator"]
ORCHESTRATOR_PORT = urlparse(RUNTIME_API_URL).port  # the stub's own; the original had it fixed as well


class Credentials(BaseModel):
    username: str
    password: str


class CommunicateRequest(BaseModel):
    message: str
    credentials: Credentials


class InstructionRequest(BaseModel):
    message: str


class CommunicateResponse(BaseModel):
    success: bool
    message: str
    data: dict


def connect():
    return sqlite3.connect(DB_PATH, timeout=5)


def hashed(password: str) -> str:
    return hashlib.sha256(password.encode()).hexdigest()


def create_tables():
    db = connect()
    db.execute(
        "CREATE TABLE IF NOT EXISTS users"
        " (id TEXT PRIMARY KEY, username TEXT UNIQUE, password TEXT, created_at TIMESTAMP)"
    )
    for username, password in (("user_1", "1234"), ("user_2", "5678")):
        db.execute(
            "INSERT OR IGNORE INTO users VALUES (?, ?, ?, ?)",
            (str(uuid.uuid4()), username, hashed(password), str(datetime.now())),
        )
    db.commit()
    db.close()


def check_user(credentials: Credentials) -> None:
    db = connect()
    try:
        row = db.execute(
            "SELECT id FROM users WHERE username = ? AND password = ?",
            (credentials.username, hashed(credentials.password)),
        ).fetchone()
    finally:
        db.close()
    if row is None:
        raise HTTPException(401, "Credenciales inválidas")


def post(url: str, body: dict) -> dict:
    response = requests.post(url, json=body, timeout=30)
    response.raise_for_status()
    return response.json()


def instruct(message: str, port: int) -> dict:
    host = urlparse(RUNTIME_API_URL).hostname
    answer = post(f"http://{host}:{port}/instructions", {"text": message})
    return {"original": answer["original"], "optimized": answer["optimized"]}


create_tables()
app = FastAPI()


@app.get("/")
def state():
    return {"status": "running"}


@app.post("/communicate", response_model=CommunicateResponse)
def communicate(request: CommunicateRequest):
    check_user(request.credentials)
    resources = {"credentials": request.credentials.dict()}
    launched = post(
        f"{RUNTIME_API_URL}/api/launch_agents", {"agents": AGENTS, "resources": resources}
    )["launched_agents"]
    port = next(agent["port"] for agent in launched if agent["name"] == "orchestrator")
    data = {"launched_agents": launched, "instruction": instruct(request.message, port)}
    return CommunicateResponse(
        success=True, message="Comunicación procesada correctamente", data=data
    )


@app.post("/send_instruction", response_model=CommunicateResponse)
def send_instruction(request: InstructionRequest):
    data = {"instruction": instruct(request.message, ORCHESTRATOR_PORT)}
    return CommunicateResponse(
        success=True, message="Comunicación procesada correctamente", data=data
    )
