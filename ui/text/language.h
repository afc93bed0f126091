// The language that the program speaks.
#pragma once

#include <QString>

class QCoreApplication;

namespace gantry {

// "de"; "qps": made up, every text in brackets; empty: the system's, or English if there is no translation.
// From then on texts, plural forms, Qt's own dialogs and, unless it is the system's, numbers and dates are in
// that language. Before the first window; again takes back what it installed before. GUI thread.
void installTranslations(QCoreApplication &application, const QString &language);

} // namespace gantry
