/*
 * An OPC UA server that is not ours: open62541 without security.
 *
 *   peer PORT [counters=N] [interval=MS] [read=N] [write=N] [items=N] [monitored=N] [shift]
 *
 * counters   Double variables ns=P;s=counter.0 … that rise by one, all with the source timestamp of their step
 * interval   between two steps, ms; 0: they stand still
 * read …     OperationLimits that the server tells and keeps
 * monitored  how many monitored items a session may have
 * shift      another namespace comes first, as after an update of a server
 *
 * "analog" rises as the counters do and has a range of 0–200. SIGUSR1 adds the node "later".
 *
 * The plant's namespace is http://nexus.example/plant. Prints "ready" when it listens; ends with SIGTERM.
 */
#include <open62541/plugin/log_stdout.h>
#include <open62541/server.h>
#include <open62541/server_config_default.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static UA_Boolean running = true;
static volatile sig_atomic_t wantsLater = 0;
static UA_UInt16 ns;
static UA_UInt32 counters = 10;
static UA_Double level = 0;

static void stop(int sig) { (void)sig; running = false; }

static void later(int sig) { (void)sig; wantsLater = 1; }

static UA_NodeId named(char *name) { return UA_NODEID_STRING(ns, name); }

static void addAt(UA_Server *server, UA_NodeId id, char *name, void *value, const UA_DataType *type, size_t length,
                  UA_Byte access) {
  UA_VariableAttributes attr = UA_VariableAttributes_default;
  if (length > 0) {
    UA_UInt32 dimensions[1] = {(UA_UInt32)length};
    UA_Variant_setArray(&attr.value, value, length, type);
    attr.valueRank = UA_VALUERANK_ONE_DIMENSION;
    attr.arrayDimensions = dimensions;
    attr.arrayDimensionsSize = 1;
    attr.dataType = type->typeId;
    attr.accessLevel = access;
    attr.displayName = UA_LOCALIZEDTEXT("en", name);
    UA_Server_addVariableNode(server, id, UA_NODEID_NUMERIC(0, UA_NS0ID_OBJECTSFOLDER),
                              UA_NODEID_NUMERIC(0, UA_NS0ID_ORGANIZES), UA_QUALIFIEDNAME(ns, name),
                              UA_NODEID_NUMERIC(0, UA_NS0ID_BASEDATAVARIABLETYPE), attr, NULL, NULL);
    return;
  }
  UA_Variant_setScalar(&attr.value, value, type);
  attr.dataType = type->typeId;
  attr.accessLevel = access;
  attr.displayName = UA_LOCALIZEDTEXT("en", name);
  UA_Server_addVariableNode(server, id, UA_NODEID_NUMERIC(0, UA_NS0ID_OBJECTSFOLDER),
                            UA_NODEID_NUMERIC(0, UA_NS0ID_ORGANIZES), UA_QUALIFIEDNAME(ns, name),
                            UA_NODEID_NUMERIC(0, UA_NS0ID_BASEDATAVARIABLETYPE), attr, NULL, NULL);
}

#define RW (UA_ACCESSLEVELMASK_READ | UA_ACCESSLEVELMASK_WRITE)
#define ADD(name, value, TYPE) addAt(server, named(name), name, value, &UA_TYPES[UA_TYPES_##TYPE], 0, RW)
#define ADD_ARRAY(name, value, n, TYPE) addAt(server, named(name), name, value, &UA_TYPES[UA_TYPES_##TYPE], n, RW)

static void addScalars(UA_Server *server) {
  UA_Boolean yes = true;
  UA_SByte i8 = -128;
  UA_Byte u8 = 255;
  UA_Int16 i16 = -32768;
  UA_UInt16 u16 = 65535;
  UA_Int32 i32 = -2147483647 - 1;
  UA_UInt32 u32 = 4294967295u;
  UA_Int64 i64 = -9007199254740993LL;
  UA_UInt64 u64 = 18446744073709551615ull;
  UA_Float f = 1.5f;
  UA_Double d = 0.1;
  UA_String text = UA_STRING("Ölpumpe 7 °C");
  UA_DateTime time = UA_DateTime_fromUnixTime(1700000000) + 1234567;
  UA_Guid guid = UA_GUID("72962b91-fa75-4ae6-8d28-b404dc7daf63");
  UA_ByteString bytes = UA_BYTESTRING("\x01\x02\xff");
  UA_LocalizedText local = UA_LOCALIZEDTEXT("de", "Läuft");
  UA_QualifiedName qualified = UA_QUALIFIEDNAME(1, "Pump");
  UA_StatusCode code = UA_STATUSCODE_BADSENSORFAILURE;
  UA_NodeId node = UA_NODEID_STRING(1, "x");
  ADD("bool", &yes, BOOLEAN);
  ADD("sbyte", &i8, SBYTE);
  ADD("byte", &u8, BYTE);
  ADD("int16", &i16, INT16);
  ADD("uint16", &u16, UINT16);
  ADD("int32", &i32, INT32);
  ADD("uint32", &u32, UINT32);
  ADD("int64", &i64, INT64);
  ADD("uint64", &u64, UINT64);
  ADD("float", &f, FLOAT);
  ADD("double", &d, DOUBLE);
  ADD("string", &text, STRING);
  ADD("datetime", &time, DATETIME);
  ADD("guid", &guid, GUID);
  ADD("bytes", &bytes, BYTESTRING);
  ADD("localized", &local, LOCALIZEDTEXT);
  ADD("qualified", &qualified, QUALIFIEDNAME);
  ADD("status", &code, STATUSCODE);
  ADD("nodeid", &node, NODEID);
  addAt(server, named("readonly"), "readonly", &i32, &UA_TYPES[UA_TYPES_INT32], 0, UA_ACCESSLEVELMASK_READ);
  addAt(server, named("writeonly"), "writeonly", &i32, &UA_TYPES[UA_TYPES_INT32], 0, UA_ACCESSLEVELMASK_WRITE);
  addAt(server, UA_NODEID_NUMERIC(ns, 5001), "numeric", &i32, &UA_TYPES[UA_TYPES_INT32], 0, RW);
  addAt(server, UA_NODEID_GUID(ns, guid), "by guid", &d, &UA_TYPES[UA_TYPES_DOUBLE], 0, RW);
  addAt(server, UA_NODEID_BYTESTRING(ns, "\x4d\x2f"), "by bytes", &d, &UA_TYPES[UA_TYPES_DOUBLE], 0, RW);
}

/* Two rows of three, and an array without any. */
static void addMatrix(UA_Server *server) {
  UA_Int32 numbers[] = {1, 2, 3, 4, 5, 6};
  UA_UInt32 dimensions[] = {2, 3};
  UA_VariableAttributes attr = UA_VariableAttributes_default;
  UA_Variant_setArray(&attr.value, numbers, 6, &UA_TYPES[UA_TYPES_INT32]);
  attr.value.arrayDimensions = dimensions;
  attr.value.arrayDimensionsSize = 2;
  attr.valueRank = UA_VALUERANK_TWO_DIMENSIONS;
  attr.arrayDimensions = dimensions;
  attr.arrayDimensionsSize = 2;
  attr.dataType = UA_TYPES[UA_TYPES_INT32].typeId;
  attr.accessLevel = RW;
  attr.displayName = UA_LOCALIZEDTEXT("en", "array.matrix");
  UA_Server_addVariableNode(server, named("array.matrix"), UA_NODEID_NUMERIC(0, UA_NS0ID_OBJECTSFOLDER),
                            UA_NODEID_NUMERIC(0, UA_NS0ID_ORGANIZES), UA_QUALIFIEDNAME(ns, "array.matrix"),
                            UA_NODEID_NUMERIC(0, UA_NS0ID_BASEDATAVARIABLETYPE), attr, NULL, NULL);
  UA_Variant_setArray(&attr.value, UA_EMPTY_ARRAY_SENTINEL, 0, &UA_TYPES[UA_TYPES_INT32]);
  attr.valueRank = UA_VALUERANK_ONE_DIMENSION;
  dimensions[0] = 0;
  attr.arrayDimensionsSize = 1;
  attr.displayName = UA_LOCALIZEDTEXT("en", "array.empty");
  UA_Server_addVariableNode(server, named("array.empty"), UA_NODEID_NUMERIC(0, UA_NS0ID_OBJECTSFOLDER),
                            UA_NODEID_NUMERIC(0, UA_NS0ID_ORGANIZES), UA_QUALIFIEDNAME(ns, "array.empty"),
                            UA_NODEID_NUMERIC(0, UA_NS0ID_BASEDATAVARIABLETYPE), attr, NULL, NULL);
}

static void addArrays(UA_Server *server) {
  UA_Int32 ints[] = {10, 20, 30, 40};
  UA_Double doubles[] = {0.5, 1.5, 2.5};
  UA_UInt64 longs[] = {18446744073709551615ull, 1};
  UA_Boolean flags[] = {true, false};
  UA_String texts[] = {UA_STRING("one"), UA_STRING("two")};
  ADD_ARRAY("array.int32", ints, 4, INT32);
  ADD_ARRAY("array.double", doubles, 3, DOUBLE);
  ADD_ARRAY("array.uint64", longs, 2, UINT64);
  ADD_ARRAY("array.bool", flags, 2, BOOLEAN);
  ADD_ARRAY("array.string", texts, 2, STRING);
  UA_Float floats[] = {0.1f, (UA_Float)INFINITY, (UA_Float)NAN};
  UA_Int64 wide[] = {-9007199254740993LL, -5};
  UA_ByteString blobs[] = {UA_BYTESTRING("\x01\x02\xff"), UA_BYTESTRING("")};
  UA_DateTime times[] = {UA_DateTime_fromUnixTime(1700000000) + 1234567};
  ADD_ARRAY("array.float", floats, 3, FLOAT);
  ADD_ARRAY("array.int64", wide, 2, INT64);
  ADD_ARRAY("array.bytes", blobs, 2, BYTESTRING);
  ADD_ARRAY("array.datetime", times, 1, DATETIME);
  UA_Range range = {0, 100};
  ADD("range", &range, RANGE);
  addMatrix(server);
  UA_Double *many = (UA_Double *)calloc(100000, sizeof(UA_Double));
  ADD_ARRAY("array.long", many, 100000, DOUBLE);
  free(many);
}

/* With EURange, of which a percent deadband is a part. */
static void addAnalog(UA_Server *server) {
  UA_VariableAttributes attr = UA_VariableAttributes_default;
  UA_Range range = {0, 200};
  UA_Variant bounds;
  UA_Variant_setScalar(&attr.value, &level, &UA_TYPES[UA_TYPES_DOUBLE]);
  attr.dataType = UA_TYPES[UA_TYPES_DOUBLE].typeId;
  attr.accessLevel = RW;
  attr.displayName = UA_LOCALIZEDTEXT("en", "analog");
  UA_Server_addVariableNode(server, named("analog"), UA_NODEID_NUMERIC(0, UA_NS0ID_OBJECTSFOLDER),
                            UA_NODEID_NUMERIC(0, UA_NS0ID_ORGANIZES), UA_QUALIFIEDNAME(ns, "analog"),
                            UA_NODEID_NUMERIC(0, UA_NS0ID_ANALOGITEMTYPE), attr, NULL, NULL);
  UA_Variant_setScalar(&bounds, &range, &UA_TYPES[UA_TYPES_RANGE]);
  UA_Server_writeObjectProperty(server, named("analog"), UA_QUALIFIEDNAME(0, "EURange"), bounds);
}

/* A value with a status of its own. */
static void addWithStatus(UA_Server *server, char *name, UA_StatusCode status) {
  UA_Double number = 4.25;
  ADD(name, &number, DOUBLE);
  UA_DataValue value;
  UA_DataValue_init(&value);
  UA_Variant_setScalar(&value.value, &number, &UA_TYPES[UA_TYPES_DOUBLE]);
  value.hasValue = true;
  value.status = status;
  value.hasStatus = true;
  value.sourceTimestamp = UA_DateTime_fromUnixTime(1700000000);
  value.hasSourceTimestamp = true;
  UA_Server_writeDataValue(server, named(name), value);
}

static void step(UA_Server *server, void *data) {
  UA_NodeId *ids = (UA_NodeId *)data;
  level += 1;
  UA_DataValue value;
  UA_DataValue_init(&value);
  value.sourceTimestamp = UA_DateTime_now();
  value.hasSourceTimestamp = true;
  value.hasValue = true;
  UA_Double number = level;
  UA_Variant_setScalar(&value.value, &number, &UA_TYPES[UA_TYPES_DOUBLE]);
  UA_Server_writeDataValue(server, named("analog"), value);
  for (UA_UInt32 i = 0; i < counters; i++) {
    UA_Variant_setScalar(&value.value, &number, &UA_TYPES[UA_TYPES_DOUBLE]);
    UA_Server_writeDataValue(server, ids[i], value);
  }
}

static UA_UInt32 option(int argc, char **argv, const char *name, UA_UInt32 otherwise) {
  size_t length = strlen(name);
  for (int i = 2; i < argc; i++)
    if (strncmp(argv[i], name, length) == 0 && argv[i][length] == '=') return (UA_UInt32)atol(argv[i] + length + 1);
  return otherwise;
}

static UA_Boolean flag(int argc, char **argv, const char *name) {
  for (int i = 2; i < argc; i++)
    if (strcmp(argv[i], name) == 0) return true;
  return false;
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  signal(SIGINT, stop);
  signal(SIGTERM, stop);
  signal(SIGUSR1, later);
  UA_ServerConfig config;
  memset(&config, 0, sizeof(config));
  UA_Logger quiet = UA_Log_Stdout_withLevel(UA_LOGLEVEL_FATAL);
  config.logging = &quiet;
  UA_ServerConfig_setMinimal(&config, (UA_UInt16)atoi(argv[1]), NULL);
  config.maxNodesPerRead = option(argc, argv, "read", 0);
  config.maxNodesPerWrite = option(argc, argv, "write", 0);
  config.maxMonitoredItemsPerCall = option(argc, argv, "items", 0);
  config.maxMonitoredItems = option(argc, argv, "monitored", 0);
  config.maxSessions = 5000;
  config.maxSecureChannels = 5000;
  config.samplingIntervalLimits.min = 5;
  config.publishingIntervalLimits.min = 5;
  UA_Server *server = UA_Server_newWithConfig(&config);
  if (flag(argc, argv, "shift")) UA_Server_addNamespace(server, "http://nexus.example/other");
  ns = UA_Server_addNamespace(server, "http://nexus.example/plant");
  addScalars(server);
  addArrays(server);
  addAnalog(server);
  addWithStatus(server, "bad", UA_STATUSCODE_BADSENSORFAILURE);
  addWithStatus(server, "uncertain", UA_STATUSCODE_UNCERTAINLASTUSABLEVALUE);
  addWithStatus(server, "clamped", UA_STATUSCODE_GOODCLAMPED);
  addWithStatus(server, "maker.bad", 0x8F120000);
  addWithStatus(server, "maker.uncertain", 0x4F120000);
  addWithStatus(server, "maker.good", 0x0F120000);
  addWithStatus(server, "limited", UA_STATUSCODE_BADSENSORFAILURE | 0x0500);
  counters = option(argc, argv, "counters", 10);
  UA_NodeId *ids = (UA_NodeId *)calloc(counters, sizeof(UA_NodeId));
  for (UA_UInt32 i = 0; i < counters; i++) {
    char name[32];
    snprintf(name, sizeof(name), "counter.%u", i);
    ids[i] = UA_NODEID_STRING_ALLOC(ns, name);
    ADD(name, &level, DOUBLE);
  }
  UA_UInt32 interval = option(argc, argv, "interval", 1000);
  step(server, ids);
  if (interval > 0) UA_Server_addRepeatedCallback(server, step, ids, interval, NULL);
  if (UA_Server_run_startup(server) != UA_STATUSCODE_GOOD) return 1;
  puts("ready");
  fflush(stdout);
  while (running) {
    UA_Server_run_iterate(server, true);
    if (!wantsLater) continue;
    wantsLater = 0;
    ADD("later", &level, DOUBLE);
  }
  UA_Server_run_shutdown(server);
  UA_Server_delete(server);
  return 0;
}
