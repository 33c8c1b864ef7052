#!/usr/bin/env python3
"""Checks a ledger file of DAO-Gov AIOps a second time, without a line of the product's own code.

    python3 verify-ledger.py ledger.json [EXPECTED]

EXPECTED is what you wrote down earlier: a head hash (0x...), or the name of a file with a checkpoint (three lines:
origin, size, base64 root). Python 3.8 or later, standard library only, nothing to install, no network.

It reads the file strictly, recomputes every hash, parent link, Merkle root and count, the state root of block 0, every
evidence value, row list and claim proof, and recovers the signer of every block and transaction. It does NOT execute
the rules of the contracts again, so it cannot say that a balance, a vote count or a state root after block 0 is right:
`npm run cli -- verify` and the verify page do that. It shows that the record is genuine, never that the diagnosis is.

Exit status: 0 no answer is no, 1 some answer is no, 2 the file cannot be read as a ledger.
Written from the protocol page (version 1); RFC 8785, RFC 6962, RFC 9162, SEC 1, FIPS 202 (Keccak), EIP-55.
"""
import base64
import gzip
import hashlib
import json
import math
import re
import sys
import zlib

MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 64
MAX_BYTES = 512 * 1024 * 1024
FORBIDDEN_KEYS = ('__proto__', 'constructor', 'prototype')


class Unreadable(Exception):
    """The file is no ledger; nothing more can be said about it."""


# ---- strict JSON (RFC 8259, and no second way to read it) -----------------------------------------------------------

def parse_json(data):
    """The value of UTF-8 JSON bytes. Refuses what two readers could read differently."""
    try:
        text = data.decode('utf-8')
        text = text[1:] if text.startswith('\ufeff') else text
        value = json.loads(text, object_pairs_hook=read_object, parse_int=read_integer, parse_float=read_float,
                           parse_constant=refuse_constant)
    except UnicodeDecodeError as error:
        raise Unreadable(f'not UTF-8 at byte {error.start}')
    except RecursionError:
        raise Unreadable(f'nested deeper than {MAX_DEPTH}')
    except ValueError as error:
        raise Unreadable(f'not JSON: {error}')
    check_depth_and_text(value)
    return value


def read_object(pairs):
    result = {}
    for key, value in pairs:
        if key in result:
            raise Unreadable(f'the key {key[:80]!r} stands twice in one object')
        if key in FORBIDDEN_KEYS:
            raise Unreadable(f'the key {key!r} is refused')
        result[key] = value
    return result


def read_integer(literal):
    if literal == '-0' or len(literal) > 17 or abs(int(literal)) > MAX_INTEGER:
        raise Unreadable(f'the integer {literal[:40]} is -0 or beyond 2^53 - 1')
    return int(literal)


def read_float(literal):
    value = float(literal)
    if math.isinf(value) or (value == 0 and literal.startswith('-')):
        raise Unreadable(f'the number {literal[:40]} is -0 or not finite')
    return int(value) if value.is_integer() and abs(value) <= MAX_INTEGER else value


def refuse_constant(name):
    raise Unreadable(f'{name} is no JSON')


def check_depth_and_text(value):
    waiting = [(value, 0)]
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, str):
            check_text(one)
        elif isinstance(one, (list, dict)):
            if depth >= MAX_DEPTH:
                raise Unreadable(f'nested deeper than {MAX_DEPTH}')
            if isinstance(one, dict):
                for key in one:
                    check_text(key)
            waiting.extend((member, depth + 1) for member in (one.values() if isinstance(one, dict) else one))


def check_text(text):
    try:
        text.encode('utf-8')
    except UnicodeEncodeError:
        raise Unreadable(f'a lone surrogate in {text[:40]!r}')


# ---- canonical JSON (RFC 8785) and tagged hashes --------------------------------------------------------------------

def canonical(value):
    """The one text of a value: keys by UTF-16 code units, ECMAScript numbers, no white space."""
    if value is None:
        return 'null'
    if value is True or value is False:
        return 'true' if value else 'false'
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return ecmascript_number(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return '[' + ','.join(map(canonical, value)) + ']'
    keys = sorted(value, key=lambda key: key.encode('utf-16-be'))
    return '{' + ','.join(f'{json.dumps(key, ensure_ascii=False)}:{canonical(value[key])}' for key in keys) + '}'


def ecmascript_number(value):
    """ECMA-262 Number::toString. repr gives the same shortest digits; only their layout differs."""
    mantissa, _, exponent = repr(abs(value)).partition('e')
    whole, _, fraction = mantissa.partition('.')
    point = len(whole) + int(exponent or 0)
    digits = (whole + fraction).lstrip('0')
    point -= len(whole + fraction) - len(digits)
    digits = digits.rstrip('0')
    sign = '-' if value < 0 else ''
    if len(digits) <= point <= 21:
        return sign + digits + '0' * (point - len(digits))
    if 0 < point <= 21:
        return f'{sign}{digits[:point]}.{digits[point:]}'
    if -6 < point <= 0:
        return f'{sign}0.{"0" * -point}{digits}'
    tail = f'.{digits[1:]}' if len(digits) > 1 else ''
    return f'{sign}{digits[0]}{tail}e{"+" if point > 0 else "-"}{abs(point - 1)}'


def canonical_bytes(value):
    return canonical(value).encode('utf-8')


def sha256(data):
    return hashlib.sha256(data).digest()


def tagged_hash(tag, value):
    """H(tag, x) = SHA-256("dao-gov/v1/" + tag + line feed, then the canonical bytes of x), as 0x-hex."""
    return to_hex(sha256(f'dao-gov/v1/{tag}\n'.encode() + canonical_bytes(value)))


def to_hex(data):
    return '0x' + data.hex()


def from_hex(text):
    return bytes.fromhex(text[2:])


# ---- Merkle lists (RFC 6962 section 2, RFC 9162 section 2.1.3.2) and the state trie ---------------------------------

def hash_leaf(leaf):
    return sha256(b'\x00' + leaf)


def hash_node(left, right):
    return sha256(b'\x01' + left + right)


def merkle_root(leaves):
    """Level by level; an odd last node goes up unchanged, which is the split at the largest power of two."""
    level = [hash_leaf(leaf) for leaf in leaves]
    if not level:
        return sha256(b'')
    while len(level) > 1:
        pairs = [hash_node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2:]
    return level[0]


def root_of_inclusion(leaf, index, size, proof):
    """The root that the proof computes for the leaf, or None where its shape does not fit index and size."""
    if not 0 <= index < size or any(len(node) != 32 for node in proof):
        return None
    first, last, root = index, size - 1, hash_leaf(leaf)
    for node in proof:
        if last == 0:
            return None
        if first % 2 == 1 or first == last:
            root = hash_node(node, root)
            while first % 2 == 0 and first != 0:
                first, last = first >> 1, last >> 1
        else:
            root = hash_node(root, node)
        first, last = first >> 1, last >> 1
    return root if last == 0 else None


def state_root(state):
    """Compact sparse Merkle trie over the bits of SHA-256(key), most significant first, 0 = left."""
    def root_of(entries, depth):
        if not entries:
            return bytes(32)
        if len(entries) == 1:
            return sha256(b'\x00' + entries[0][0] + sha256(canonical_bytes(entries[0][1])))
        sides = ([], [])
        for entry in entries:
            sides[entry[0][depth // 8] >> (7 - depth % 8) & 1].append(entry)
        return sha256(b'\x01' + root_of(sides[0], depth + 1) + root_of(sides[1], depth + 1))
    return to_hex(root_of([(sha256(key.encode()), value) for key, value in state.items()], 0))


# ---- keccak-256 and EIP-55 addresses --------------------------------------------------------------------------------

ROUND_CONSTANTS = []
_bits = 1
for _round in range(24):
    _constant = 0
    for _j in range(7):
        if _bits & 1:
            _constant |= 1 << (2**_j - 1)
        _bits = (_bits << 1) ^ (0x171 if _bits & 0x80 else 0)
    ROUND_CONSTANTS.append(_constant)


def rotate(lane, by):
    return (lane << by | lane >> (64 - by)) & 2**64 - 1 if by else lane


def keccak_f(lanes):
    """Keccak-f[1600] on lanes[x][y]. Source: FIPS 202, section 3."""
    for constant in ROUND_CONSTANTS:
        columns = [lanes[x][0] ^ lanes[x][1] ^ lanes[x][2] ^ lanes[x][3] ^ lanes[x][4] for x in range(5)]
        mixed = [columns[(x - 1) % 5] ^ rotate(columns[(x + 1) % 5], 1) for x in range(5)]
        lanes = [[lanes[x][y] ^ mixed[x] for y in range(5)] for x in range(5)]
        x, y, current = 1, 0, lanes[1][0]
        for step in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            current, lanes[x][y] = lanes[x][y], rotate(current, (step + 1) * (step + 2) // 2 % 64)
        lanes = [[lanes[x][y] ^ (~lanes[(x + 1) % 5][y] & lanes[(x + 2) % 5][y]) for y in range(5)] for x in range(5)]
        lanes[0][0] ^= constant
    return lanes


def keccak_256(data):
    rate = 136
    padded = bytearray(data + b'\x01' + bytes(-(len(data) + 1) % rate))
    padded[-1] |= 0x80
    lanes = [[0] * 5 for _ in range(5)]
    for start in range(0, len(padded), rate):
        for i in range(rate // 8):
            lanes[i % 5][i // 5] ^= int.from_bytes(padded[start + 8 * i:start + 8 * i + 8], 'little')
        lanes = keccak_f(lanes)
    return b''.join(lanes[i % 5][i // 5].to_bytes(8, 'little') for i in range(4))


def checksummed(address):
    """The EIP-55 spelling of 20 bytes."""
    digest = keccak_256(address.hex().encode()).hex()
    return '0x' + ''.join(a.upper() if int(d, 16) >= 8 else a for a, d in zip(address.hex(), digest))


# ---- secp256k1: who made a signature (SEC 1 section 4.1.6) ----------------------------------------------------------

P = 2**256 - 2**32 - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
G = (0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
     0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8)
INFINITY = (1, 1, 0)


def double(point):
    """2 * point in Jacobian coordinates (x = X / Z^2, y = Y / Z^3)."""
    X, Y, Z = point
    square = Y * Y % P
    S = 4 * X * square % P
    M = 3 * X * X % P
    X2 = (M * M - 2 * S) % P
    return X2, (M * (S - X2) - 8 * square * square) % P, 2 * Y * Z % P


def add(one, other):
    """The sum of two points in Jacobian coordinates."""
    if one[2] == 0 or other[2] == 0:
        return other if one[2] == 0 else one
    (X1, Y1, Z1), (X2, Y2, Z2) = one, other
    Z1Z1, Z2Z2 = Z1 * Z1 % P, Z2 * Z2 % P
    U1, U2 = X1 * Z2Z2 % P, X2 * Z1Z1 % P
    S1, S2 = Y1 * Z2 * Z2Z2 % P, Y2 * Z1 * Z1Z1 % P
    if U1 == U2:
        return double(one) if S1 == S2 else INFINITY
    H, R = U2 - U1, S2 - S1
    HH = H * H % P
    HHH, V = H * HH % P, U1 * HH % P
    X3 = (R * R - HHH - 2 * V) % P
    return X3, (R * (V - X3) - S1 * HHH) % P, H * Z1 * Z2 % P


def sum_of_multiples(a, A, b, B):
    """a*A + b*B, both bit by bit in one pass; None for infinity."""
    points = (None, (*A, 1), (*B, 1), add((*A, 1), (*B, 1)))
    total = INFINITY
    for bit in range(255, -1, -1):
        total = double(total)
        here = (a >> bit & 1) + 2 * (b >> bit & 1)
        if here:
            total = add(total, points[here])
    if total[2] == 0:
        return None
    inverse = pow(total[2], -1, P)
    return total[0] * inverse**2 % P, total[1] * inverse**3 % P


def lift_x(x, parity):
    """The point with this x and the parity of its y, or None."""
    square = (pow(x, 3, P) + 7) % P
    y = pow(square, (P + 1) // 4, P)
    if y * y % P != square:
        return None
    return x, y if y % 2 == parity else P - y


def address_of(point):
    return checksummed(keccak_256(point[0].to_bytes(32, 'big') + point[1].to_bytes(32, 'big'))[12:])


def address_of_key(compressed):
    """The address of a compressed public key in 0x-hex, or None where it is no key."""
    if not re.fullmatch('0x0[23][0-9a-f]{64}', compressed):
        return None
    x = int(compressed[4:], 16)
    point = lift_x(x, int(compressed[3]) % 2) if x < P else None
    return point and address_of(point)


ADDRESS_OF_POINT = {}


def signer_of(message_hash, signature):
    """The address whose key made `r s v` over the hash, or a word for why there is none."""
    if not re.fullmatch('0x[0-9a-f]{130}', signature):
        return 'not 65 bytes of lower-case hex'
    r, s, v = int(signature[2:66], 16), int(signature[66:130], 16), int(signature[130:], 16)
    if v > 1:
        return 'v is not 0 or 1'
    if not (0 < r < N and 0 < s < N):
        return 'r or s out of range'
    if s > N // 2:
        return 'high s'
    point = lift_x(r, v)
    if point is None:
        return 'r is no x of the curve'
    inverse = pow(r, -1, N)
    z = int(message_hash, 16)
    key = sum_of_multiples(-z * inverse % N, G, s * inverse % N, point)
    if key is None:
        return 'no key fits'
    if key not in ADDRESS_OF_POINT:
        ADDRESS_OF_POINT[key] = address_of(key)
    return ADDRESS_OF_POINT[key]


# ---- the shape of the file (protocol section 9) ---------------------------------------------------------------------

def is_natural(value):
    return type(value) is int and value >= 0


def is_hash(value):
    return isinstance(value, str) and re.fullmatch('0x[0-9a-f]{64}', value) is not None


def is_address(value):
    return (isinstance(value, str) and re.fullmatch('0x[0-9a-fA-F]{40}', value) is not None
            and checksummed(bytes.fromhex(value[2:])) == value)


def is_text(value):
    return isinstance(value, str)


def is_list(value):
    return isinstance(value, list)


def is_object(value):
    return isinstance(value, dict)


def is_anything(value):
    return True


LEDGER = {'format': is_text, 'version': is_natural, 'genesis': is_object, 'blocks': is_list, 'evidence': is_object,
          'checkpoint': is_object, 'exportedAt': is_natural}
GENESIS = {'chainId': is_hash, 'protocolVersion': is_natural, 'parameters': is_object, 'agents': is_list,
           'operator': is_object, 'treasury': is_object, 'createdAt': is_natural}
OPERATOR = {'name': is_text, 'address': is_address, 'publicKey': is_text, 'balance': is_natural}
AGENT = {**OPERATOR, 'role': is_text, 'staked': is_natural, 'reputation': is_natural}
TREASURY = {'address': is_address, 'balance': is_natural}
CHECKPOINT = {'size': is_natural, 'root': is_hash, 'headHash': is_hash}
BLOCK = {'header': is_object, 'signature': is_text, 'transactions': is_list, 'receipts': is_list}
HEADER = {'version': is_natural, 'chainId': is_hash, 'height': is_natural, 'timestamp': is_natural,
          'parentHash': is_hash, 'txRoot': is_hash, 'receiptRoot': is_hash, 'stateRoot': is_hash,
          'gasUsed': is_natural, 'txCount': is_natural, 'proposer': is_address}
TRANSACTION = {'chainId': is_hash, 'type': is_text, 'sender': is_address, 'nonce': is_natural, 'gasPrice': is_natural,
               'gasLimit': is_natural, 'timestamp': is_natural, 'data': is_object, 'signature': is_text}
RECEIPT = {'txHash': is_hash, 'index': is_natural, 'status': is_text, 'gasUsed': is_natural, 'fee': is_natural,
           'events': is_list, 'calls': is_list}
ROWS = {'metric': {'node': is_text, 'minute': is_text, 'metric': is_text, 'value': is_anything, 'unit': is_text},
        'edge': {'caller': is_text, 'callee': is_text, 'minute': is_anything, 'calls': is_anything},
        'baseline': {'node': is_text, 'metric': is_text, 'median': is_anything, 'spread': is_anything,
                     'samples': is_natural},
        'log': {'node': is_text, 'minute': is_text, 'level': is_text, 'count': is_anything},
        'node': {'node': is_text}}
FACTS = {'metric': ('node', 'minute', 'metric'), 'edge': ('caller', 'callee', 'minute'),
         'baseline': ('node', 'metric'), 'log': ('node', 'minute', 'level'), 'node': ('node',)}
NUMBERS = {'metric': 'value', 'edge': 'calls', 'baseline': 'median', 'log': 'count'}


def misshapen(value, fields, optional=()):
    """The first field that is not of the shape, or None."""
    if not is_object(value):
        return 'object'
    for name in value:
        if name not in fields and name not in optional:
            return name
    return next((name for name, fits in fields.items() if name not in value or not fits(value[name])), None)


def is_row(value):
    kind = value.get('kind') if is_object(value) else None
    if not is_text(kind) or kind not in ROWS:
        return False
    return misshapen(value, {'kind': is_text, **ROWS[kind]}, ('sample',) if kind == 'log' else ()) is None


CLAIM = {'row': is_row, 'index': is_natural, 'proof': is_list}


def require(value, fields, where, optional=()):
    name = misshapen(value, fields, optional)
    if name is not None:
        raise Unreadable(f'{where}/{name} is missing, of another shape, or not of this format')


def parse_ledger(data):
    ledger = parse_json(data)
    if not is_object(ledger) or ledger.get('format') != 'dao-gov-ledger':
        raise Unreadable('the format is not dao-gov-ledger')
    if ledger.get('version') != 1:
        raise Unreadable(f'version {ledger.get("version")!r}: this program reads version 1')
    require(ledger, LEDGER, '')
    genesis = ledger['genesis']
    require(genesis, GENESIS, '/genesis')
    if genesis['protocolVersion'] != 1:
        raise Unreadable(f'protocol version {genesis["protocolVersion"]}: this program knows version 1')
    for i, agent in enumerate(genesis['agents']):
        require(agent, AGENT, f'/genesis/agents/{i}')
    require(genesis['operator'], OPERATOR, '/genesis/operator')
    require(genesis['treasury'], TREASURY, '/genesis/treasury')
    require(ledger['checkpoint'], CHECKPOINT, '/checkpoint')
    for height, block in enumerate(ledger['blocks']):
        require(block, BLOCK, f'/blocks/{height}')
        require(block['header'], HEADER, f'/blocks/{height}/header')
        for i, transaction in enumerate(block['transactions']):
            require(transaction, TRANSACTION, f'/blocks/{height}/transactions/{i}')
        for i, receipt in enumerate(block['receipts']):
            require(receipt, RECEIPT, f'/blocks/{height}/receipts/{i}', ('error',))
    if not ledger['blocks']:
        raise Unreadable('no blocks')
    if not all(map(is_hash, ledger['evidence'])):
        raise Unreadable('/evidence has a key that is no hash')
    return ledger


# ---- the checks -----------------------------------------------------------------------------------------------------

class Verification:
    """A ledger, its recomputed hashes, and what was found, by question."""

    def __init__(self, ledger):
        self.ledger, self.genesis, self.blocks = ledger, ledger['genesis'], ledger['blocks']
        self.hashes = [tagged_hash('header', block['header']) for block in self.blocks]
        self.tx_hashes = [[hash_of_transaction(tx) for tx in block['transactions']] for block in self.blocks]
        self.findings = {'unchanged': [], 'signed': [], 'rules': [], 'complete': []}
        self.missing, self.signatures, self.claims = set(), 0, 0

    def compare(self, question, where, expected, actual):
        if type(expected) is not type(actual) or expected != actual:
            self.findings[question].append(f'{where}: expected {expected}, actual {actual}')

    def accepted(self):
        """Every transaction whose receipt says success, with its place and hash."""
        for height, block in enumerate(self.blocks):
            for i, (tx, receipt) in enumerate(zip(block['transactions'], block['receipts'])):
                if receipt['status'] == 'success':
                    yield f'block {height}, tx {i}', tx, self.tx_hashes[height][i]


def hash_of_transaction(transaction):
    return tagged_hash('tx', {key: value for key, value in transaction.items() if key != 'signature'})


def check_genesis(run):
    """Keys and addresses of the genesis, and block 0 as it follows from it."""
    genesis, header = run.genesis, run.blocks[0]['header']
    for account in [*genesis['agents'], genesis['operator']]:
        where = f'genesis, address of {account["name"]}'
        run.compare('signed', where, address_of_key(account['publicKey']) or 'a compressed key', account['address'])
    treasury = checksummed(keccak_256(b'dao-gov/v1/treasury')[12:])
    run.compare('unchanged', 'genesis, treasury', treasury, genesis['treasury']['address'])
    expected = {'version': genesis['protocolVersion'], 'chainId': genesis['chainId'], 'height': 0,
                'timestamp': genesis['createdAt'], 'parentHash': tagged_hash('genesis', genesis),
                'stateRoot': state_root(state_of_genesis(genesis)), 'txCount': 0,
                'proposer': genesis['operator']['address']}
    for name, value in expected.items():
        run.compare('unchanged', f'block 0, {name}', value, header[name])


def state_of_genesis(genesis):
    """The state that the genesis alone gives (protocol section 4)."""
    treasury = {**genesis['treasury'], 'name': 'treasury', 'role': 'treasury'}
    state, supply = {}, 0
    for given in [*genesis['agents'], {**genesis['operator'], 'role': 'operator'}, treasury]:
        account = {'staked': 0, 'reputation': 0, 'nonce': 0, 'generation': 0, 'proposals': 0, 'votes': 0, **given}
        account.pop('publicKey', None)
        state[f'account/{given["address"]}'] = account
        supply += account['balance'] + account['staked']
    for name, value in genesis['parameters'].items():
        state[f'parameter/{name}'] = value
    return {**state, 'supply': {'genesis': supply, 'burned': 0}}


def check_blocks(run):
    """Parent links, roots and counts of every block, and its receipts against its transactions."""
    for height, block in enumerate(run.blocks):
        header, transactions, receipts = block['header'], block['transactions'], block['receipts']
        where = f'block {height}'
        if height > 0:
            run.compare('unchanged', f'{where}, parentHash', run.hashes[height - 1], header['parentHash'])
        run.compare('unchanged', f'{where}, height', height, header['height'])
        run.compare('unchanged', f'{where}, chainId', run.genesis['chainId'], header['chainId'])
        run.compare('unchanged', f'{where}, txCount', len(transactions), header['txCount'])
        run.compare('unchanged', f'{where}, number of receipts', len(transactions), len(receipts))
        run.compare('unchanged', f'{where}, gasUsed', sum(one['gasUsed'] for one in receipts), header['gasUsed'])
        run.compare('unchanged', f'{where}, txRoot', header['txRoot'], root_of_list(transactions))
        run.compare('unchanged', f'{where}, receiptRoot', header['receiptRoot'], root_of_list(receipts))
        for i, receipt in enumerate(receipts[:len(transactions)]):
            run.compare('unchanged', f'{where}, receipt {i}, txHash', run.tx_hashes[height][i], receipt['txHash'])
            run.compare('unchanged', f'{where}, receipt {i}, index', i, receipt['index'])


def root_of_list(values):
    return to_hex(merkle_root([canonical_bytes(value) for value in values]))


def check_signatures(run):
    """The recovered signer of every block and transaction against the stated one, and that one against the genesis."""
    known = {account['address'] for account in [*run.genesis['agents'], run.genesis['operator']]}
    for height, block in enumerate(run.blocks):
        signed = [(f'block {height}', run.hashes[height], block['signature'], block['header']['proposer'])]
        for i, tx in enumerate(block['transactions']):
            signed.append((f'block {height}, tx {i}', run.tx_hashes[height][i], tx['signature'], tx['sender']))
        for where, message_hash, signature, address in signed:
            run.signatures += 1
            run.compare('signed', f'{where}, signature', address, signer_of(message_hash, signature))
            if address not in known:
                run.compare('signed', f'{where}, signer', 'an address of the genesis', address)


def check_evidence(run):
    """Every evidence value against its hash; row lists against the root, size and order the chain committed to."""
    evidence = run.ledger['evidence']
    for address, value in evidence.items():
        if value is not None:
            run.compare('unchanged', f'evidence {address}', address, tagged_hash('evidence', value))
    for where, tx, _ in run.accepted():
        for address in evidence_of(tx):
            if evidence.get(address) is None:
                run.missing.add(address)
        commitment = commitment_of(tx)
        if commitment and evidence.get(commitment['hash']) is not None:
            check_rows(run, f'{where}, evidence {commitment["hash"]}', commitment, evidence[commitment['hash']])


def commitment_of(tx):
    """The { root, size, hash } of rows that a submit_data commits to, or None."""
    given = tx['data'].get('evidence')
    fields = {'root': is_hash, 'size': is_natural, 'hash': is_hash}
    return given if tx['type'] == 'submit_data' and misshapen(given, fields) is None else None


def evidence_of(tx):
    """The hashes of everything off chain that a transaction points to."""
    data = tx['data']
    named = [data.get(field) for field in ('graph', 'ranking', 'faultWeb', 'transcript')]
    if tx['type'] == 'verify_outcome':
        named.append(data.get('evidence'))
    commitment = commitment_of(tx)
    return [one for one in named if is_hash(one)] + ([commitment['hash']] if commitment else [])


def check_rows(run, where, commitment, rows):
    if not is_list(rows):
        return run.compare('unchanged', where, 'a list of rows', 'something else')
    leaves, facts = [], set()
    for i, row in enumerate(rows):
        if not is_row(row):
            return run.compare('unchanged', f'{where}, row {i}', 'a row of a known kind', canonical(row)[:200])
        leaves.append(canonical_bytes(row))
        facts.add(fact_of(row))
        if len(leaves[i]) > 1024 or (i > 0 and leaves[i - 1] >= leaves[i]):
            run.compare('unchanged', f'{where}, row {i}', 'at most 1024 bytes, ascending', canonical(row)[:200])
    run.compare('unchanged', f'{where}, facts stated once', len(rows), len(facts))
    run.compare('unchanged', f'{where}, size', commitment['size'], len(rows))
    run.compare('unchanged', f'{where}, root', commitment['root'], to_hex(merkle_root(leaves)))


def fact_of(row):
    """What a row is about without its numbers."""
    return canonical([row['kind'], *(row[field] for field in FACTS[row['kind']])])


def check_rules_at_hand(run):
    """What of the rules shows without execution: time, order, nonces, fees."""
    nonces = {}
    for height, block in enumerate(run.blocks):
        header, before = block['header'], run.blocks[height - 1]['header'] if height else None
        where = f'block {height}'
        if before and header['timestamp'] <= before['timestamp']:
            run.compare('rules', f'{where}, timestamp', f'more than {before["timestamp"]}', header['timestamp'])
        run.compare('rules', f'{where}, version', run.genesis['protocolVersion'], header['version'])
        places = [(tagged_hash('order', [header['parentHash'], tx['sender']]), tx['nonce'])
                  for tx in block['transactions']]
        if places != sorted(places):
            run.compare('rules', f'{where}, order', 'senders by H(order), then nonces', 'another order')
        for i, (tx, receipt) in enumerate(zip(block['transactions'], block['receipts'])):
            run.compare('rules', f'{where}, tx {i}, chainId', run.genesis['chainId'], tx['chainId'])
            run.compare('rules', f'{where}, tx {i}, nonce', nonces.get(tx['sender'], 0), tx['nonce'])
            nonces[tx['sender']] = tx['nonce'] + 1
            run.compare('rules', f'{where}, tx {i}, fee', tx['gasPrice'] * receipt['gasUsed'], receipt['fee'])
            if receipt['gasUsed'] > tx['gasLimit']:
                run.compare('rules', f'{where}, tx {i}, gasUsed', f'at most {tx["gasLimit"]}', receipt['gasUsed'])
            if receipt['status'] not in ('success', 'reverted'):
                run.compare('rules', f'{where}, tx {i}, status', 'success or reverted', receipt['status'])


def check_claims(run):
    """Every claim of an accepted transaction: its row under the root its incident committed to, and its relation."""
    committed, incident_of_proposal = {}, {}
    for where, tx, tx_hash in run.accepted():
        data = tx['data']
        proposal = data.get('proposal')
        incident = str(data.get('incident') or incident_of_proposal.get(proposal if is_text(proposal) else None))
        if tx['type'] == 'propose_root_cause':
            incident_of_proposal[tx_hash] = incident
        commitment = commitment_of(tx)
        if commitment:
            committed[incident] = commitment
        claims = data['claims'] if is_list(data.get('claims')) else []
        claims = claims + [data['alertRow']] if 'alertRow' in data else claims
        for i, claim in enumerate(claims):
            run.claims += 1
            fault = fault_of_claim(claim, committed.get(incident))
            if fault:
                run.compare('rules', f'{where}, claim {i}', 'proven', fault)


def fault_of_claim(claim, commitment):
    if commitment is None:
        return 'no evidence was committed to'
    relation = claim.get('relation') if is_object(claim) else None
    for one, optional in ((claim, ('relation',)), (relation, ('op', 'factor'))):
        if one is None:
            continue
        if misshapen(one, CLAIM, optional) or not all(map(is_hash, one['proof'])):
            return 'not of the shape of a claim'
        proof = [from_hex(node) for node in one['proof']]
        root = root_of_inclusion(canonical_bytes(one['row']), one['index'], commitment['size'], proof)
        if root is None or to_hex(root) != commitment['root']:
            return f'this row is not under the committed root: {canonical(one["row"])[:200]}'
    if relation is None or relation_holds(relation, number_of(claim['row']), number_of(relation['row'])):
        return None
    return f'{relation.get("op")} does not hold'


def number_of(row):
    number = row.get(NUMBERS.get(row['kind']))
    return float(number) if type(number) in (int, float) else None


def relation_holds(relation, a, b):
    """In binary64, as the protocol says."""
    if a is None or b is None:
        return False
    if relation.get('op') == 'ratio':
        return is_natural(relation.get('factor')) and b > 0 and 1000.0 * a >= float(relation['factor']) * b
    return (relation.get('op') == 'gt' and a > b) or (relation.get('op') == 'lt' and a < b)


def log_root(hashes):
    """The root of the log over block hashes: leaves are the 32 bytes of each."""
    return to_hex(merkle_root([from_hex(one) for one in hashes]))


def check_end(run, expected):
    """The file's own seal, and what somebody wrote down outside of it."""
    seal, size = run.ledger['checkpoint'], len(run.hashes)
    run.compare('complete', 'checkpoint, size', seal['size'], size)
    run.compare('complete', 'checkpoint, headHash', seal['headHash'], run.hashes[-1])
    run.compare('complete', 'checkpoint, root', seal['root'], log_root(run.hashes))
    if isinstance(expected, str) and expected not in run.hashes:
        run.compare('complete', 'expected head', expected, f'not in the file, whose head is {run.hashes[-1]}')
    if isinstance(expected, tuple):
        origin, expected_size, root = expected
        run.compare('complete', 'expected checkpoint, origin', origin, f'dao-gov/v1/{run.genesis["chainId"]}')
        if expected_size > size:
            run.compare('complete', 'expected checkpoint, size', expected_size,
                        f'{size}: {expected_size - size} blocks are missing')
        else:
            run.compare('complete', 'expected checkpoint, root', root, log_root(run.hashes[:expected_size]))


def parse_expected(text):
    """A head hash, or the (origin, size, root) of a checkpoint file (C2SP tlog-checkpoint body)."""
    if is_hash(text):
        return text
    try:
        with open(text, encoding='utf-8') as file:
            origin, size, root = file.read().split('\n')[:3]
        if not re.fullmatch('0|[1-9][0-9]{0,15}', size):
            raise ValueError('its second line is no size')
        return origin, int(size), to_hex(base64.b64decode(root, validate=True))
    except (OSError, ValueError) as error:
        raise Unreadable(f'{text} is neither a head hash nor a checkpoint: {error}')


# ---- the report -----------------------------------------------------------------------------------------------------

def answers_of(run, expected):
    """(question, key, answer, what it rests on) for each of the five questions."""
    found = run.findings
    sound = not found['unchanged'] and not found['signed']
    later = 'cannot tell' if sound else 'not relied upon'
    held = sound and expected is not None
    missing = len(run.missing)
    present = sum(value is not None for value in run.ledger['evidence'].values())
    return [
        ('Unchanged?', 'unchanged', 'no' if found['unchanged'] else 'cannot tell' if missing else 'yes',
         f'hashes, links, roots and counts; {present} evidence values'
         + (f'; of {missing} more only the hash is here' if missing else '')),
        ('Who signed?', 'signed', 'no' if found['signed'] else 'yes',
         f'{run.signatures} signatures, each recovered and held against the genesis'),
        ('Rules kept?', 'rules', 'no' if found['rules'] else later,
         f'contracts are NOT executed here; time, order, nonces, fees and {run.claims} claims were checked'),
        ('Complete?', 'complete', 'no' if found['complete'] else 'yes' if held else later,
         'held against what you wrote down' if expected is not None
         else 'its own seal is checked, but later blocks could be cut off: compare with a checkpoint from elsewhere'),
        ('Independent?', None, 'yes' if held and not found['complete'] and not found['rules'] else later,
         'held against what you wrote down' if expected is not None else 'only this file vouches for the date'),
    ]


def report(run, name, expected):
    receipts = [receipt for block in run.blocks for receipt in block['receipts']]
    refused = sum(receipt['status'] == 'reverted' for receipt in receipts)
    print(f'{name}: {len(run.blocks)} blocks, {len(receipts)} transactions ({refused} refused)')
    print(f'head {run.hashes[-1]}')
    answers = answers_of(run, expected)
    for question, key, answer, rests_on in answers:
        print(f'{question:<13} {answer:<16} {rests_on}')
        findings = run.findings.get(key, [])
        for finding in findings[:3]:
            print(f'{"":<13} - {finding}')
        if len(findings) > 3:
            print(f'{"":<13} - and {len(findings) - 3} more')
    root = base64.b64encode(from_hex(log_root(run.hashes))).decode()
    print(f'\nCheckpoint to write down:\ndao-gov/v1/{run.genesis["chainId"]}\n{len(run.hashes)}\n{root}')
    return 1 if any(answer == 'no' for _, _, answer, _ in answers) else 0


def verify(data, expected=None):
    """Every check on the bytes of a ledger file. Raises Unreadable."""
    run = Verification(parse_ledger(data))
    check_genesis(run)
    check_blocks(run)
    check_signatures(run)
    check_evidence(run)
    check_rules_at_hand(run)
    check_claims(run)
    check_end(run, expected)
    return run


def read_file(name):
    """The bytes of a file, gunzipped where it is gzip."""
    with open(name, 'rb') as file:
        is_gzip = file.read(2) == b'\x1f\x8b'
    with (gzip.open if is_gzip else open)(name, 'rb') as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable(f'more than {MAX_BYTES} bytes')
    return data


def main(arguments):
    if len(arguments) not in (1, 2) or arguments[0] in ('-h', '--help'):
        print(__doc__)
        return 2
    try:
        expected = parse_expected(arguments[1]) if len(arguments) == 2 else None
        run = verify(read_file(arguments[0]), expected)
    except (OSError, EOFError, zlib.error, Unreadable) as error:
        print(f'cannot be read as a ledger: {error}', file=sys.stderr)
        return 2
    return report(run, arguments[0], expected)


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
