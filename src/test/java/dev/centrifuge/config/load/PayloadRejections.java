package dev.centrifuge.config.load;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

import static dev.centrifuge.config.load.RejectionsTest.dst;
import static dev.centrifuge.config.load.RejectionsTest.row;
import static dev.centrifuge.config.load.RejectionsTest.to;

/** Rows of {@link RejectionsTest}: what a destination may not get of an event, and how not. */
final class PayloadRejections {
    private PayloadRejections() {}

    static Stream<Arguments> payloads() {
        String of = "'filter':'.a','transform':'{`b`:.a}','examples':[".replace("`", "\\'");
        return Stream.of(
                dst(
                        "'format':'ndjon'",
                        "/format: 'ndjon' is not one of the choices, did you mean 'ndjson'?, expected json"),
                dst("'format':1", "/format: 1 is a number, expected a string"),
                dst("'filter':'.type =='", "/filter: is not JSLT: 1:"),
                dst("'filter':'nosuch(.)'", "/filter: is not JSLT: 1:"),
                dst("'filter':''", "/filter: is not JSLT: "),
                dst("'filter':true", "/filter: is a boolean, expected a JSLT expression, or {'file': 'path'}"),
                dst("'filter':{}", "/filter/file: is missing, expected a JSLT expression"),
                dst(
                        "'transform':{'file':'crm.jslt'}",
                        "/transform/file: 'crm.jslt' does not exist, expected a readable"),
                dst("'transform':'import \\'x\\' as x x(.)'", "/transform: is not JSLT: import is not allowed"),
                to(
                        ".evil{.x}/",
                        "/url: is a template in its scheme, host or port, expected holes such as {.userId} in"),
                to(":{.port}/", "/url: is a template in its scheme, host or port"),
                to("{.x}", "/url: is a template in its scheme, host or port"),
                row(
                        "destinations/crm.json",
                        "{'url':'{.scheme}://a/'}",
                        "/url: is a template in its scheme, host or port"),
                row(
                        "destinations/crm.json",
                        "{'url':'http://{.host}/'}",
                        "/url: is a template in its scheme, host or port"),
                to("/{.}", "/url: holds '{.' that is not a path such as {.traits.email}, expected {.name}"),
                to("/{.a|b}", "/url: holds '{.' that is not a path"),
                to("/x/../{.a}", "/url: has a segment '.' or '..', expected a path without them"),
                dst("'headers':{'x':'{.a'}", "/headers/x: holds '{.' that is not a path"),
                dst("'format':'cloudevent-binary','headers':{'CE-id':'1'}", "/headers/CE-id: is an attribute of Cloud"),
                dst("'examples':{}", "/examples: is an object, expected an array"),
                dst("'examples':[1]", "/examples/0: is a number, expected {'in': an event, 'out': what comes of it}"),
                dst("'examples':[{'in':{}}]", "/examples/0/out: is missing, expected what comes of it"),
                dst(
                        of + "{'in':{'a':1},'out':{'b':2}}]",
                        "/examples/0/out: is not what comes of 'in', expected {'b':1}"),
                dst(of + "{'in':{},'out':{}}]", "/examples/0/out: is not what comes of 'in', expected null"),
                dst(
                        "'transform':'error(.a)','examples':[{'in':{'a':'no'},'out':1}]",
                        "/examples/0/in: fails: error: no, expected an event that filter and transform can take"));
    }

    static Stream<Arguments> batches() {
        return Stream.of(
                dst("'batch':{'maxEvents':0}", "/batch/maxEvents: 0 "),
                dst("'batch':{'maxBytes':'1B'}", "/batch/maxBytes: '1B' "),
                dst("'batch':{'linger':'2m'}", "/batch/linger: '2m' "),
                dst("'batch':{'max':1}", "/batch/max: unknown key 'max'"),
                dst("'batch':{},'format':'cloudevent-binary'", "/batch: is with a format that holds one event"),
                dst(
                        "'batch':{},'headers':{'x-a':'{.a}'}",
                        "/headers/x-a: is a template, and a batch has several events"));
    }
}
