"""What stands behind a messaging channel: Evolution 2.3 (it takes messages at once, and keeps them), and a model that repeats the
customer's words after 200 ms, as OpenAI's wire has it. GET /sent says what has reached WhatsApp, in order, as [number, text].

Run by bench/run: whatsapp.py PORT INSTANCE
"""

import asyncio
import json
import sys
import time

from exchange import Requests

THINKS = 0.2  # seconds
EVENT = (
    'data: {"id":"chatcmpl-repeat","object":"chat.completion.chunk","created":1618037123,"model":"stub",'
    '"choices":[{"index":0,"delta":%s,"finish_reason":%s}]}\n\n'
)
WHOLE = (
    '{"id":"chatcmpl-repeat","object":"chat.completion","created":1618037123,"model":"stub",'
    '"choices":[{"index":0,"message":{"role":"assistant","content":%s},"finish_reason":"stop"}]}'
)


class Shop:
    """Everything that was sent, and the chats it went to."""

    def __init__(self, instance):
        self.instance = instance
        self.sent = []
        self.chats = {}

    def answer(self, method, path, body):
        """(seconds to wait, status, type, text)"""
        if path == "/":
            return 0, 200, "application/json", '{"status":200,"version":"2.3.0"}'
        if path == "/sent":
            return 0, 200, "application/json", json.dumps(self.sent)
        if path == "/v1/models":
            return 0, 200, "application/json", '{"object":"list","data":[]}'
        if path == "/v1/chat/completions":
            return THINKS, 200, *self.repeated(json.loads(body))
        if path == f"/message/sendText/{self.instance}":
            return 0, 201, "application/json", json.dumps(self.send(json.loads(body)))
        if path == f"/chat/findMessages/{self.instance}":
            return 0, 200, "application/json", json.dumps(self.found(json.loads(body)))
        if path == f"/instance/connectionState/{self.instance}":
            return 0, 200, "application/json", '{"instance":{"state":"open"}}'
        return 0, 404, "application/json", json.dumps({"status": 404, "error": f"{method} {path}"})

    @staticmethod
    def repeated(request):
        words = request["messages"][-1]["content"]
        if not request.get("stream"):
            return "application/json", WHOLE % json.dumps(words)
        text = EVENT % (json.dumps({"role": "assistant", "content": words}), "null")
        return "text/event-stream", text + EVENT % ("{}", '"stop"') + "data: [DONE]\n\n"

    def send(self, message):
        number, text = message["number"], message["text"]
        self.sent.append([number, text])
        kept = {
            "key": {"remoteJid": f"{number}@s.whatsapp.net", "fromMe": True, "id": f"3EB1{len(self.sent):016X}"},
            "messageType": "conversation",
            "message": {"conversation": text},
            "messageTimestamp": int(time.time()),
        }
        self.chats.setdefault(kept["key"]["remoteJid"], []).append(kept)
        return {**kept, "status": "PENDING"}

    def found(self, query):
        chat = self.chats.get(query.get("where", {}).get("key", {}).get("remoteJid"), [])
        newest = chat[: -query.get("offset", 50) - 1 : -1]
        return {"messages": {"total": len(chat), "pages": 1, "currentPage": 1, "records": newest}}


class Connection(Requests):
    def __init__(self, shop):
        super().__init__()
        self.shop = shop

    def answer(self, method, path, body):
        wait, *answer = self.shop.answer(method, path, body)
        if wait:
            asyncio.get_running_loop().call_later(wait, self.write, *answer)
        else:
            self.write(*answer)

    def write(self, status, kind, text):
        data = text.encode()
        self.transport.write(
            b"HTTP/1.1 %d X\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n%b" % (status, kind.encode(), len(data), data)
        )


async def main(port, instance):
    shop = Shop(instance)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(shop), "127.0.0.1", port, backlog=1024)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
