// Draws the program's icon into FOLDER/gantry-SIZE.png. Used while building.
#include "ui/look/icons.h"

#include <QGuiApplication>
#include <QPixmap>

#include <cstdio>

int main(int argc, char **argv)
{
    const QGuiApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    for (const QString &size : arguments.mid(2)) {
        const QString path = QStringLiteral("%1/gantry-%2.png").arg(arguments.at(1), size);
        if (!gantry::applicationImage(size.toInt()).save(path)) {
            std::fprintf(stderr, "cannot write %s\n", qPrintable(path));
            return 1;
        }
    }
    return 0;
}
