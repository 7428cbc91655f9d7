"""The three wires in which models are asked, whole and streamed: what is asked, what the stub answers, and how an answer is known
to be right and complete."""

import json
from typing import NamedTuple

ANSWER = (
    "El producto real mide lo que un país hace en un año a precios que no cambian, de modo que un alza de los precios sola "
    "no lo hace crecer ni un punto."
)
WORDS = [word + " " for word in ANSWER.split(" ")[:-1]] + [ANSWER.split(" ")[-1]]
QUESTION = "¿Qué es el PIB real?"
IN, OUT = 21, 31


def event(data, name=None):
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return (f"event: {name}\n" if name else "") + f"data: {text}\n\n"


def named(*events):
    return "".join(event(data, data["type"]) for data in events)


class Chat:
    """OpenAI's chat completions."""

    path = "/v1/chat/completions"
    end = "data: [DONE]"
    usage = {"prompt_tokens": IN, "completion_tokens": OUT, "total_tokens": IN + OUT}
    head = {"id": "chatcmpl-bench", "created": 1618037123, "model": "stub"}

    @staticmethod
    def body(streamed):
        return {"model": "stub", "messages": [{"role": "user", "content": QUESTION}]} | ({"stream": True} if streamed else {})

    def whole(self):
        message = {"role": "assistant", "content": ANSWER, "refusal": None}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return self.head | {"object": "chat.completion", "choices": [choice], "usage": self.usage}

    def stream(self):
        return "".join(map(event, self.chunks())) + event("[DONE]")

    def chunks(self):
        deltas = [{"role": "assistant", "content": ""}, *({"content": word} for word in WORDS), {}]
        for delta in deltas:
            reason = None if delta else "stop"
            choice = {"index": 0, "delta": delta, "finish_reason": reason}
            yield self.head | {"object": "chat.completion.chunk", "choices": [choice]}
        yield self.head | {"object": "chat.completion.chunk", "choices": [], "usage": self.usage}

    @staticmethod
    def said(answer):
        return answer["choices"][0]["message"]["content"]

    @staticmethod
    def piece(data):
        return "".join(choice["delta"].get("content") or "" for choice in data["choices"])


class Responses:
    """OpenAI's responses."""

    path = "/v1/responses"
    end = "response.completed"
    head = {"id": "resp_bench", "object": "response", "created_at": 1618037123, "model": "stub"}
    usage = {"input_tokens": IN, "output_tokens": OUT, "total_tokens": IN + OUT}
    item = {"type": "message", "id": "msg_bench", "role": "assistant"}

    @staticmethod
    def body(streamed):
        return {"model": "stub", "input": QUESTION} | ({"stream": True} if streamed else {})

    def whole(self):
        part = {"type": "output_text", "text": ANSWER, "annotations": []}
        item = self.item | {"status": "completed", "content": [part]}
        return self.head | {"status": "completed", "output": [item], "usage": self.usage}

    def stream(self):
        place = {"item_id": "msg_bench", "output_index": 0, "content_index": 0}
        begun = self.head | {"status": "in_progress", "output": []}
        return named(
            {"type": "response.created", "response": begun},
            {"type": "response.output_item.added", "output_index": 0, "item": self.item | {"content": []}},
            {"type": "response.content_part.added", **place, "part": {"type": "output_text", "text": ""}},
            *({"type": "response.output_text.delta", **place, "delta": word} for word in WORDS),
            {"type": "response.output_text.done", **place, "text": ANSWER},
            {"type": "response.completed", "response": self.whole()},
        )

    @staticmethod
    def said(answer):
        parts = [part for item in answer["output"] if item["type"] == "message" for part in item["content"]]
        return "".join(part["text"] for part in parts)

    @staticmethod
    def piece(data):
        return data["delta"] if data["type"] == "response.output_text.delta" else ""


class Messages:
    """Anthropic's messages."""

    path = "/v1/messages"
    end = "message_stop"
    head = {"id": "msg_bench", "type": "message", "role": "assistant", "model": "stub"}

    @staticmethod
    def body(streamed):
        asked = {"model": "stub", "max_tokens": 256, "messages": [{"role": "user", "content": QUESTION}]}
        return asked | ({"stream": True} if streamed else {})

    def whole(self):
        content = [{"type": "text", "text": ANSWER}]
        usage = {"input_tokens": IN, "output_tokens": OUT}
        return self.head | {"content": content, "stop_reason": "end_turn", "stop_sequence": None, "usage": usage}

    def stream(self):
        begun = self.head | {"content": [], "stop_reason": None, "usage": {"input_tokens": IN, "output_tokens": 1}}
        return named(
            {"type": "message_start", "message": begun},
            {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
            *(
                {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": word}}
                for word in WORDS
            ),
            {"type": "content_block_stop", "index": 0},
            {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": OUT}},
            {"type": "message_stop"},
        )

    @staticmethod
    def said(answer):
        return "".join(part["text"] for part in answer["content"])

    @staticmethod
    def piece(data):
        return data["delta"]["text"] if data["type"] == "content_block_delta" else ""


class Kind(NamedTuple):
    """One of the six: a wire, whole or streamed."""

    name: str
    wire: object
    streamed: bool

    def body(self):
        return self.wire.body(self.streamed)

    def mark(self):
        """What an answer must hold: of a whole one what was said, of a stream its end."""
        return self.wire.end if self.streamed else ANSWER

    def read(self, raw):
        """What is said in an answer's body."""
        if not self.streamed:
            return self.wire.said(json.loads(raw))
        lines = [line[6:] for line in raw.decode().split("\n") if line.startswith("data: ")]
        return "".join(self.wire.piece(json.loads(line)) for line in lines if line != "[DONE]")


WIRES = [("chat", Chat()), ("responses", Responses()), ("messages", Messages())]
KINDS = [
    Kind(name + (", streamed" if streamed else ""), wire, streamed) for name, wire in WIRES for streamed in (False, True)
]


def locations():
    """The stub's part of nginx.conf. nginx takes no text longer than 4 KB at once."""
    made = []
    for i, kind in enumerate(KINDS):
        streamed, path = kind.streamed, kind.wire.path
        text = kind.wire.stream() if streamed else json.dumps(kind.wire.whole(), ensure_ascii=False)
        parts = [text[at : at + 2000] for at in range(0, len(text), 2000)]
        lines = [f"location = {'/streamed' if streamed else ''}{path} {{"]
        if streamed:
            lines.append("  default_type text/event-stream;")
        else:
            # Who asks for a stream says so in the body, which nginx does not read before it answers, and here in the head as well.
            lines.append(f"  if ($http_accept ~ event-stream) {{ rewrite ^ /streamed{path} last; }}")
        lines += [f"  set $part{i}_{n} '{quoted(part)}';" for n, part in enumerate(parts)]
        lines.append("  return 200 '" + "".join(f"${{part{i}_{n}}}" for n in range(len(parts))) + "';\n}")
        made += lines
    return "\n".join("    " + line for line in "\n".join(made).split("\n"))


def quoted(text):
    return text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
