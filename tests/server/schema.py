"""As much of JSON Schema as server/openapi.yaml uses, and no more: what it does not know it refuses."""

KNOWN = {"type", "properties", "required", "additionalProperties", "items", "enum", "anyOf", "$ref", "minimum", "maximum", "minLength", "maxLength",
         "format", "description", "default"}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool}


def faults(value, schema, root, where="$"):
    """What of the value the schema does not allow."""
    unknown = set(schema) - KNOWN
    assert not unknown, f"{where}: the schema uses {unknown}"
    if "$ref" in schema:
        target = root
        for part in schema["$ref"].lstrip("#/").split("/"):
            target = target[part]
        return faults(value, target, root, where)
    if "anyOf" in schema:
        alternatives = [faults(value, each, root, where) for each in schema["anyOf"]]
        return [] if not all(alternatives) else min(alternatives, key=len)
    found = []
    kind = schema.get("type")
    if kind == "integer":
        if not isinstance(value, int) or isinstance(value, bool):
            return [f"{where}: {value!r} is not an integer"]
        if value < schema.get("minimum", value) or value > schema.get("maximum", value):
            found.append(f"{where}: {value} out of range")
    elif kind in TYPES and not isinstance(value, TYPES[kind]):
        return [f"{where}: {value!r} is not {kind}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where}: {value!r} is none of {schema['enum']}")
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        found += [f"{where}: {name} is missing" for name in schema.get("required", []) if name not in value]
        for name, content in value.items():
            if name in properties:
                found += faults(content, properties[name], root, f"{where}.{name}")
            elif schema.get("additionalProperties") is False:
                found.append(f"{where}: {name} is not of the schema")
    if isinstance(value, list) and "items" in schema:
        for i, content in enumerate(value):
            found += faults(content, schema["items"], root, f"{where}[{i}]")
    return found
