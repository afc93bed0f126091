#include "ui/settings/settings_dialog.h"

#include "engine/core/when_done.h"
#include "ui/look/first_size.h"
#include "ui/settings/field_row.h"
#include "ui/settings/languages.h"
#include "ui/settings/rate_limit.h"
#include "ui/settings/ui_settings.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QUrl>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace gantry {
namespace {

using namespace std::chrono_literals;

// Names and defaults as the engine has them (EngineOptions).
const QString filesAtOnce = QStringLiteral("files_at_once");
constexpr int usualFiles = 2;
constexpr int mostFiles = 32;

constexpr qint64 kilobyte = 1000; // as speeds are shown everywhere
constexpr qint64 megabyte = 1000 * kilobyte;
constexpr qint64 megabit = megabyte / 8;
constexpr qint64 leastRate = 10 * kilobyte; // with less, no part gets through before it counts as stalled
constexpr qint64 mostRate = 100'000 * megabyte;
constexpr auto typingPause = 600ms;

// As they are remembered, in the order of the choice.
QStringList unitNames()
{
    return {QStringLiteral("KB"), QStringLiteral("MB"), QStringLiteral("Mbit")};
}

QVBoxLayout *section(QWidget *body, const QString &title)
{
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(body->fontMetrics().height() * 3 / 4);
    column->addWidget(sectionLabel(title));
    return column;
}

// A path that can be selected, with a button that opens it.
QWidget *placeLine(const QString &path, const QString &verb, const QString &spokenVerb, const QString &opened)
{
    auto *line = new QWidget;
    auto *field = new QLineEdit(path);
    field->setReadOnly(true);
    field->setLayoutDirection(Qt::LeftToRight);
    field->setCursorPosition(0);
    auto *open = new QPushButton(verb);
    open->setAutoDefault(false);
    open->setAccessibleName(spokenVerb);
    QObject::connect(open, &QPushButton::clicked, open,
                     [opened] { QDesktopServices::openUrl(QUrl::fromLocalFile(opened)); });
    auto *across = new QHBoxLayout(line);
    across->setContentsMargins(0, 0, 0, 0);
    across->addWidget(field, 1);
    across->addWidget(open);
    line->setFocusProxy(field);
    return line;
}

} // namespace

SettingsDialog::SettingsDialog(Engine &engine, UiSettings &settings, QWidget *parent)
    : QDialog(parent)
    , m_engine(engine)
    , m_settings(settings)
{
    setWindowTitle(tr("Settings"));
    const int line = fontMetrics().height();
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(line, line, line, line);
    column->setSpacing(line * 3 / 2);
    column->addWidget(buildTransfers());
    column->addWidget(buildLook());
    column->addWidget(buildState());
    column->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus); // it follows the focus of its fields, and shows none of its own
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    QLabel *atOnce = hintLabel(tr("Changes count at once."));
    auto *close = new QPushButton(tr("&Close"));
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto *last = new QHBoxLayout;
    last->setContentsMargins(line, 0, line, line / 2); // in line with what scrolls above
    last->addWidget(atOnce, 1);
    last->addWidget(close);
    auto *whole = new QVBoxLayout(this);
    whole->addWidget(scroll, 1);
    whole->addLayout(last);
    resizeWithinScreen(this, {68 * fontMetrics().averageCharWidth(), 44 * line});
    restoreGeometry(m_settings.bytes(UiSetting::SettingsGeometry));

    connectTransfers();
    connect(&m_engine, &Engine::settingsChanged, this, &SettingsDialog::read);
    read();
}

SettingsDialog::~SettingsDialog()
{
    m_settings.setBytes(UiSetting::SettingsGeometry, saveGeometry());
}

QWidget *SettingsDialog::buildTransfers()
{
    m_files = new QSpinBox;
    m_files->setObjectName(QStringLiteral("files_at_once"));
    m_files->setRange(1, mostFiles);
    m_files->setCorrectionMode(QAbstractSpinBox::CorrectToPreviousValue);
    // Until the engine has answered: no number at all, rather than one that is not true.
    m_files->setSpecialValueText(QStringLiteral("…"));
    m_files->setReadOnly(true);
    m_files->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_filesRow =
        new FieldRow(tr("&Files at once"), m_files,
                     tr("More helps with many small files; with large ones the link is full anyway."));

    m_isLimited = new QCheckBox(tr("&Limit the bandwidth to"));
    m_isLimited->setObjectName(QStringLiteral("is_limited"));
    m_isLimited->setEnabled(false);
    m_limit = new QDoubleSpinBox;
    m_limit->setObjectName(QStringLiteral("limit"));
    m_limit->setAccessibleName(tr("Bandwidth limit"));
    m_limit->setDecimals(2);
    m_limit->setGroupSeparatorShown(true);
    m_limit->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    m_limit->setCorrectionMode(QAbstractSpinBox::CorrectToPreviousValue);
    m_unit = new QComboBox;
    m_unit->setObjectName(QStringLiteral("unit"));
    m_unit->setAccessibleName(tr("Unit of the bandwidth limit"));
    m_unit->addItem(tr("KB/s", "1,000 bytes a second"), kilobyte);
    m_unit->addItem(tr("MB/s", "1,000,000 bytes a second"), megabyte);
    m_unit->addItem(tr("Mbit/s", "1,000,000 bits a second"), megabit);
    const qsizetype remembered = unitNames().indexOf(m_settings.text(UiSetting::RateUnit));
    m_unit->setCurrentIndex(remembered < 0 ? 1 : static_cast<int>(remembered));
    m_limit->setEnabled(false);
    m_unit->setEnabled(false);
    auto *limit = new QWidget;
    auto *across = new QHBoxLayout(limit);
    across->setContentsMargins(0, 0, 0, 0);
    across->addWidget(m_isLimited);
    across->addWidget(m_limit);
    across->addWidget(m_unit);
    across->addStretch();
    m_limitRow = new FieldRow({}, limit, tr("For all uploads together."));
    m_limitRow->setFocusField(m_limit);

    auto *elsewhere = new QPushButton(tr("&Destinations…"));
    elsewhere->setAutoDefault(false);
    connect(elsewhere, &QPushButton::clicked, this, &SettingsDialog::destinationsWanted);
    auto *link = new QHBoxLayout;
    link->addWidget(
        hintLabel(tr("How many parts of one file go at once, and how stored parts are checked, are set for "
                     "each destination.")),
        1);
    link->addWidget(elsewhere, 0, Qt::AlignTop);

    auto *body = new QWidget;
    QVBoxLayout *column = section(body, tr("Transfers"));
    column->addWidget(m_filesRow);
    column->addWidget(m_limitRow);
    column->addLayout(link);
    return body;
}

QWidget *SettingsDialog::buildLook()
{
    auto *theme = new QComboBox;
    theme->setObjectName(QStringLiteral("theme"));
    theme->addItem(tr("As the system", "theme"), static_cast<int>(Theme::System));
    theme->addItem(tr("Light", "theme"), static_cast<int>(Theme::Light));
    theme->addItem(tr("Dark", "theme"), static_cast<int>(Theme::Dark));
    const auto showTheme = [theme](Theme now) {
        theme->setCurrentIndex(theme->findData(static_cast<int>(now)));
    };
    showTheme(m_settings.theme());
    connect(theme, &QComboBox::currentIndexChanged, this,
            [this, theme] { m_settings.setTheme(static_cast<Theme>(theme->currentData().toInt())); });
    connect(&m_settings, &UiSettings::themeChanged, theme, showTheme);

    auto *density = new QComboBox;
    density->setObjectName(QStringLiteral("density"));
    density->addItem(tr("Roomy", "rows of the queue"), static_cast<int>(Density::Roomy));
    density->addItem(tr("Compact", "rows of the queue"), static_cast<int>(Density::Compact));
    const auto showDensity = [density](Density now) {
        density->setCurrentIndex(density->findData(static_cast<int>(now)));
    };
    showDensity(m_settings.density());
    connect(density, &QComboBox::currentIndexChanged, this,
            [this, density] { m_settings.setDensity(static_cast<Density>(density->currentData().toInt())); });
    connect(&m_settings, &UiSettings::densityChanged, density, showDensity);

    auto *language = new QComboBox;
    language->setObjectName(QStringLiteral("language"));
    language->addItem(tr("As the system", "language"), QString());
    for (const QString &code : knownLanguages())
        language->addItem(languageName(code), code);
    language->setCurrentIndex(std::max(0, language->findData(m_settings.language())));
    connect(language, &QComboBox::currentIndexChanged, this,
            [this, language] { m_settings.setLanguage(language->currentData().toString()); });

    auto *body = new QWidget;
    QVBoxLayout *column = section(body, tr("Look"));
    column->addWidget(new FieldRow(tr("&Theme"), theme));
    column->addWidget(new FieldRow(tr("&Rows of the queue"), density));
    column->addWidget(new FieldRow(tr("L&anguage"), language, tr("Counts from the next start of Gantry.")));
    return body;
}

QWidget *SettingsDialog::buildState()
{
    const QString log = m_settings.logFilePath();
    auto *body = new QWidget;
    QVBoxLayout *column = section(body, tr("State"));
    column->addWidget(new FieldRow(
        tr("&State folder"),
        placeLine(m_settings.stateDir(), tr("Open"), tr("Open the state folder"), m_settings.stateDir()),
        tr("The queue and what is known of unfinished uploads. Leave its files alone while Gantry runs. "
           "GANTRY_STATE_DIR names another one.")));
    column->addWidget(new FieldRow(
        tr("L&og"), placeLine(log, tr("Open"), tr("Open the folder of the log"), QFileInfo(log).path()),
        tr("Secrets are struck out of it.")));
    return body;
}

void SettingsDialog::connectTransfers()
{
    connect(m_files, &QSpinBox::valueChanged, this, [this](int value) {
        if (!m_isShowing)
            put(filesAtOnce, QString::number(value), m_filesRow);
    });
    // A digit too many is refused where it is typed; that is said, so that it does not look like a broken
    // key.
    connect(m_files->findChild<QLineEdit *>(), &QLineEdit::inputRejected, this,
            [this] { m_filesRow->setProblem(tr("A number from 1 to %1.").arg(mostFiles)); });
    connect(m_limit->findChild<QLineEdit *>(), &QLineEdit::inputRejected, this, [this] {
        const QLocale locale;
        m_limitRow->setProblem(tr("A number from %1 to %2.")
                                   .arg(locale.toString(m_limit->minimum(), 'f', 2),
                                        locale.toString(m_limit->maximum(), 'f', 0)));
    });
    m_rateTimer.setSingleShot(true);
    m_rateTimer.setInterval(typingPause);
    connect(&m_rateTimer, &QTimer::timeout, this, &SettingsDialog::putRate);
    connect(this, &QDialog::finished, this, [this] {
        if (m_rateTimer.isActive())
            putRate();
    });
    connect(m_limit, &QDoubleSpinBox::valueChanged, this, [this] {
        if (!m_isShowing) {
            m_limitRow->setProblem({});
            m_rateTimer.start();
        }
    });
    connect(m_isLimited, &QCheckBox::toggled, this, [this](bool isOn) {
        m_limit->setEnabled(isOn);
        m_unit->setEnabled(isOn);
        if (!m_isShowing)
            putRate();
    });
    connect(m_unit, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_settings.setText(UiSetting::RateUnit, unitNames().at(index));
        m_isShowing = true;
        showRate(m_rate); // the same limit in other words
        m_isShowing = false;
    });
}

qint64 SettingsDialog::unit() const
{
    return m_unit->currentData().toLongLong();
}

void SettingsDialog::read()
{
    whenReady(this, m_engine.settings(),
              [this](const QMap<QString, QString> &settings) { showEngineSettings(settings); });
}

void SettingsDialog::showEngineSettings(const QMap<QString, QString> &settings)
{
    // Older than what was typed since: it is not taken out of anybody's hands. The answer to that comes.
    if (m_puts > 0)
        return;
    m_isShowing = true;
    bool isNumber = false;
    const int files = settings.value(filesAtOnce).toInt(&isNumber);
    m_files->setSpecialValueText({});
    m_files->setReadOnly(false);
    m_isLimited->setEnabled(true);
    m_files->setValue(isNumber ? std::max(1, files) : usualFiles);
    m_rate = std::max<qint64>(0, settings.value(rateLimitSetting).toLongLong());
    m_isLimited->setChecked(m_rate > 0);
    m_limit->setEnabled(m_rate > 0);
    m_unit->setEnabled(m_rate > 0);
    if (!m_rateTimer.isActive())
        showRate(m_rate);
    m_isShowing = false;
}

void SettingsDialog::showRate(qint64 bytesPerSecond)
{
    const qint64 shown = bytesPerSecond > 0 ? bytesPerSecond : lastRateLimit(m_settings);
    const auto inUnit = [this](qint64 bytes) {
        return static_cast<double>(bytes) / static_cast<double>(unit());
    };
    // What another program has set is shown as it is.
    m_limit->setRange(inUnit(std::min(leastRate, shown)), inUnit(std::max(mostRate, shown)));
    m_limit->setValue(inUnit(shown));
}

void SettingsDialog::putRate()
{
    m_rateTimer.stop();
    const qint64 wanted = std::llround(m_limit->value() * static_cast<double>(unit()));
    m_settings.setNumber(UiSetting::LastRateLimit, wanted);
    const qint64 rate = m_isLimited->isChecked() ? wanted : 0;
    if (rate == m_rate)
        return;
    m_rate = rate;
    put(rateLimitSetting, QString::number(rate), m_limitRow);
}

void SettingsDialog::put(const QString &name, const QString &value, FieldRow *row)
{
    row->setProblem({});
    ++m_puts;
    whenDone(this, m_engine.putSetting(name, value), [this, row](const std::optional<Expected<void>> &done) {
        --m_puts;
        if (done && *done)
            return;
        row->setProblem(done ? done->error().message : tr("The program is about to end."));
        read(); // what counts is what the engine has
    });
}

} // namespace gantry
