// A fake tus server as a program, for what is written in other languages. Prints READY and its URL; serves
// until it is ended. With a folder its uploads outlive it, however it ends; the port may be given, too, so
// that it comes back where it was.
//
//     fake_tus_server [--extensions a,b,…] [--rate BYTES_PER_SECOND_PER_CONNECTION] [--max-size N]
//                     [--lifetime MILLISECONDS] [--token T] [--folder DIR] [--port N]
#include "tests/fakes/fake_tus.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTextStream>

using namespace gantry;

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    for (const char *name : {"extensions", "rate", "max-size", "lifetime", "token", "folder", "port"})
        parser.addOption({QString::fromLatin1(name), {}, QStringLiteral("value")});
    parser.process(application);
    const auto text = [&](const char *name) { return parser.value(QLatin1String(name)); };
    const auto isSet = [&](const char *name) { return parser.isSet(QLatin1String(name)); };

    FakeTus tus(text("folder"), text("port").toUShort());
    if (isSet("extensions"))
        tus.setExtensions(text("extensions").toLatin1().split(','));
    if (isSet("max-size"))
        tus.setMaxSize(text("max-size").toLongLong());
    if (isSet("lifetime"))
        tus.setLifetime(std::chrono::milliseconds(text("lifetime").toLongLong()));
    tus.setToken(text("token").toLatin1());
    tus.server().limitReadRate(text("rate").toLongLong());
    QTextStream(stdout) << "READY " << tus.url() << Qt::endl;
    return QCoreApplication::exec();
}
