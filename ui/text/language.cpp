#include "ui/text/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

// A static library's resources are only there if asked for. Outside of any namespace, as the macro wants it.
static void initLanguages()
{
    Q_INIT_RESOURCE(gantry_languages);
}

namespace gantry {
namespace {

// Texts are compiled without their contexts, see translations/one_context.py.
class Texts : public QTranslator
{
    Q_OBJECT

public:
    using QTranslator::QTranslator;

    QString translate(const char *, const char *source, const char *comment, int n) const override
    {
        return QTranslator::translate("", source, comment, n);
    }
};

class QtTexts : public QTranslator
{
    Q_OBJECT

public:
    using QTranslator::QTranslator;
};

void takeBack(QCoreApplication &application)
{
    const auto installed = application.findChildren<QTranslator *>(QString(), Qt::FindDirectChildrenOnly);
    for (QTranslator *translator : installed) {
        if (qobject_cast<Texts *>(translator) || qobject_cast<QtTexts *>(translator))
            delete translator; // takes itself out of the application
    }
}

// The language that was found; empty: none.
template <class Translator>
QString install(QCoreApplication &application, const QLocale &locale, const QString &name,
                const QString &folder)
{
    auto *translator = new Translator(&application);
    if (translator->load(locale, name, QStringLiteral("_"), folder) &&
        QCoreApplication::installTranslator(translator))
        return translator->language();
    delete translator;
    return {};
}

} // namespace

void installTranslations(QCoreApplication &application, const QString &language)
{
    initLanguages();
    takeBack(application);
    const QString folder = QStringLiteral(":/i18n");
    const QString name = QStringLiteral("gantry");

    // English first, for its plural forms: what a later one has no text for is looked up there.
    install<Texts>(application, QLocale(QLocale::English), name, folder);
    if (language == QLatin1String("qps")) {
        auto *made = new Texts(&application);
        if (made->load(QStringLiteral("gantry_qps"), folder))
            QCoreApplication::installTranslator(made);
        return;
    }
    const QLocale locale = language.isEmpty() ? QLocale::system() : QLocale(language);
    QLocale::setDefault(locale);
    const QString found = install<Texts>(application, locale, name, folder);
    if (!found.isEmpty()) // Qt's own dialogs in the same one
        install<QtTexts>(application, QLocale(found), QStringLiteral("qtbase"),
                         QLibraryInfo::path(QLibraryInfo::TranslationsPath));
}

} // namespace gantry

#include "language.moc"
